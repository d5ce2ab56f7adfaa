//! A group's limit of memory; the controller may be missing.

use super::{Group, Hierarchy, figure};
use std::{fs, io, path::Path};

impl Hierarchy {
    /// Tells whether a group's memory is limited as well: the controller may be missing.
    #[must_use]
    pub fn limits_memory(&self) -> bool {
        match self {
            Self::V1 { memory, .. } => memory.is_some(),
            Self::V2 { memory, .. } => *memory,
        }
    }

    pub(super) fn without_memory(&self) -> Self {
        match self.clone() {
            Self::V1 { cpu, cpuacct, .. } => Self::V1 {
                cpu,
                cpuacct,
                memory: None,
            },
            Self::V2 { root, .. } => Self::V2 {
                root,
                memory: false,
            },
        }
    }
}

impl Group {
    /// Limits memory to so many MB (of 2^20 bytes), without swap: a process of the group that
    /// needs more is killed. Does nothing where [`Hierarchy::limits_memory`] is false.
    ///
    /// # Errors
    /// The rights are missing.
    pub fn limit_memory(&self, memory_mb: u32) -> io::Result<()> {
        let bytes = (u64::from(memory_mb) << 20).to_string();
        match &self.hierarchy {
            Hierarchy::V1 {
                memory: Some(memory),
                ..
            } => {
                let group = memory.join(&self.name);
                fs::write(group.join("memory.limit_in_bytes"), &bytes)?;
                write_if_there(&group.join("memory.memsw.limit_in_bytes"), &bytes)
            }
            Hierarchy::V2 { root, memory: true } => {
                let group = root.join(&self.name);
                fs::write(group.join("memory.max"), &bytes)?;
                write_if_there(&group.join("memory.swap.max"), "0")
            }
            Hierarchy::V1 { memory: None, .. } | Hierarchy::V2 { memory: false, .. } => Ok(()),
        }
    }

    /// Tells whether a process of the group was killed because it needed more memory than allowed.
    #[must_use]
    pub fn ran_out_of_memory(&self) -> bool {
        let events = match &self.hierarchy {
            Hierarchy::V1 {
                memory: Some(memory),
                ..
            } => memory.join(&self.name).join("memory.oom_control"),
            Hierarchy::V2 { root, memory: true } => root.join(&self.name).join("memory.events"),
            Hierarchy::V1 { memory: None, .. } | Hierarchy::V2 { memory: false, .. } => {
                return false;
            }
        };
        let events = fs::read_to_string(events).unwrap_or_default();
        figure(&events, "oom_kill").is_ok_and(|kills| kills > 0)
    }
}

/// Kernels that don't account for swap lack the file.
fn write_if_there(file: &Path, value: &str) -> io::Result<()> {
    if file.exists() {
        fs::write(file, value)?;
    }
    Ok(())
}
