//! Linux control groups, versions 1 and 2: a function's limits of CPU and memory, and what CPU
//! time it took.

mod memory;

use data::CpuLimit;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// The period of the CPU limit in ms. A function that has used its share of a period is stopped until
/// the next one.
pub const PERIOD_MS: u32 = 20;
const PERIOD_US: u64 = PERIOD_MS as u64 * 1000;

/// The memory in MB with which a function gets one full CPU. Source: AWS Lambda's developer
/// guide, "Configure Lambda function memory".
const MB_PER_CPU: u64 = 1769;

/// Our groups are called `cargo-measure-<process id>-<number>`.
const PREFIX: &str = "cargo-measure-";

/// The folders in which control groups can be made: the mounts of their controllers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hierarchy {
    /// Version 1, where each controller may have its own mount.
    V1 {
        /// The mount of the controller `cpu`.
        cpu: PathBuf,
        /// The mount of the controller `cpuacct`; it may be the same.
        cpuacct: PathBuf,
        /// The mount of the controller `memory`, if memory can be limited.
        memory: Option<PathBuf>,
    },
    /// Version 2, with one mount for all.
    V2 {
        /// The mount.
        root: PathBuf,
        /// True if memory can be limited.
        memory: bool,
    },
}

impl Hierarchy {
    /// Finds the mounted hierarchy that limits CPU, checks by trying that groups can be made
    /// there, and removes the groups that a killed run left behind.
    ///
    /// # Errors
    /// There is none, or groups can't be made, for want of rights most often.
    pub fn detect() -> io::Result<Self> {
        let mounts = fs::read_to_string("/proc/self/mountinfo")?;
        let mut hierarchy = Self::from_mountinfo(&mounts)
            .ok_or_else(|| io::Error::other("no control groups with a CPU limit are mounted"))?;
        hierarchy.prepare()?;
        hierarchy.remove_leftovers();
        hierarchy.without_memory().group()?.limit_to_one_cpu()?;
        let memory = hierarchy.group().and_then(|group| group.limit_memory(128));
        if memory.is_err() {
            hierarchy = hierarchy.without_memory();
        }
        Ok(hierarchy)
    }

    /// The hierarchy that `/proc/self/mountinfo` lists. Where both versions are mounted, the
    /// controllers are version 1's.
    fn from_mountinfo(text: &str) -> Option<Self> {
        let mounts: Vec<Mount> = text.lines().filter_map(Mount::parse).collect();
        let v1 = |controller| {
            let mut v1 = mounts.iter().filter(|mount| mount.kind == "cgroup");
            v1.find(|mount| mount.options.split(',').any(|option| option == controller))
        };
        if let (Some(cpu), Some(cpuacct)) = (v1("cpu"), v1("cpuacct")) {
            return Some(Self::V1 {
                cpu: cpu.point.into(),
                cpuacct: cpuacct.point.into(),
                memory: v1("memory").map(|memory| memory.point.into()),
            });
        }
        let v2 = mounts.iter().find(|mount| mount.kind == "cgroup2")?;
        Some(Self::V2 {
            root: v2.point.into(),
            memory: true,
        })
    }

    /// Version 2 limits only what its parent passes on.
    fn prepare(&self) -> io::Result<()> {
        let Self::V2 { root, .. } = self else {
            return Ok(());
        };
        let file = root.join("cgroup.subtree_control");
        let passed_on = fs::read_to_string(&file)?;
        let is_missing = |wanted| !passed_on.split_whitespace().any(|found| found == wanted);
        if is_missing("memory") {
            // Without it memory has no limit, which is noticed later.
            let _ = fs::write(&file, "+memory");
        }
        if is_missing("cpu") {
            fs::write(file, "+cpu")?;
        }
        Ok(())
    }

    /// Makes a group.
    ///
    /// # Errors
    /// The rights are missing.
    pub fn group(&self) -> io::Result<Group> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}-{number}", std::process::id());
        let group = Group {
            hierarchy: self.clone(),
            name,
        };
        for folder in group.folders() {
            fs::create_dir(&folder).map_err(|error| {
                let reason = format!("{} can't be made: {error}", folder.display());
                io::Error::new(error.kind(), reason)
            })?;
        }
        Ok(group)
    }

    /// The limit's name in a run's row.
    #[must_use]
    pub fn cpu_limit(&self) -> CpuLimit {
        match self {
            Self::V1 { .. } => CpuLimit::CgroupV1,
            Self::V2 { .. } => CpuLimit::CgroupV2,
        }
    }

    fn roots(&self) -> Vec<&Path> {
        match self {
            Self::V1 {
                cpu,
                cpuacct,
                memory,
            } => [cpu, cpuacct]
                .into_iter()
                .chain(memory)
                .map(AsRef::as_ref)
                .collect(),
            Self::V2 { root, .. } => vec![root],
        }
    }

    /// Removes the groups of processes that are gone, and what still runs in them.
    fn remove_leftovers(&self) {
        for root in self.roots() {
            for entry in fs::read_dir(root).into_iter().flatten().flatten() {
                if is_leftover(&entry.file_name().to_string_lossy()) {
                    kill_all(&entry.path());
                    remove(&entry.path());
                }
            }
        }
    }
}

fn is_leftover(group: &str) -> bool {
    let owner = group
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('-'));
    owner.is_some_and(|(pid, _)| !Path::new("/proc").join(pid).exists())
}

fn kill_all(group: &Path) {
    let processes = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
    for pid in processes.lines().filter_map(|pid| pid.parse().ok()) {
        if let Some(pid) = rustix::process::Pid::from_raw(pid) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

/// Removes a group. A process that was just killed leaves it an instant later.
fn remove(group: &Path) {
    for _ in 0..100 {
        match fs::remove_dir(group) {
            Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                std::thread::sleep(Duration::from_millis(10));
            }
            _ => return,
        }
    }
}

/// A line of `/proc/self/mountinfo`, as far as it is read.
struct Mount<'a> {
    point: &'a str,
    kind: &'a str,
    options: &'a str,
}

impl<'a> Mount<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (mount, file_system) = line.split_once(" - ")?;
        let mut file_system = file_system.split(' ');
        Some(Self {
            point: mount.split(' ').nth(4)?,
            kind: file_system.next()?,
            options: file_system.nth(1)?,
        })
    }
}

/// CPU time and throttling of a group since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// CPU time.
    pub cpu: Duration,
    /// Periods in which the limit stopped the group.
    pub throttled_periods: u64,
}

impl Usage {
    /// The usage since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_sub(earlier.cpu),
            throttled_periods: self.throttled_periods - earlier.throttled_periods,
        }
    }
}

/// A control group; it is removed when dropped, which needs its processes to have ended.
#[derive(Debug)]
pub struct Group {
    hierarchy: Hierarchy,
    name: String,
}

impl Group {
    /// Moves a process into the group.
    ///
    /// # Errors
    /// There is no such process.
    pub fn add(&self, pid: u32) -> io::Result<()> {
        for folder in self.folders() {
            fs::write(folder.join("cgroup.procs"), pid.to_string())?;
        }
        Ok(())
    }

    /// Allows one full CPU, as AWS does during INIT.
    ///
    /// # Errors
    /// The rights are missing.
    pub fn limit_to_one_cpu(&self) -> io::Result<()> {
        self.limit(PERIOD_US)
    }

    /// Allows the share of a CPU that AWS gives with so much memory.
    ///
    /// # Errors
    /// The rights are missing.
    pub fn limit_to_share(&self, memory_mb: u32) -> io::Result<()> {
        self.limit(PERIOD_US * u64::from(memory_mb) / MB_PER_CPU)
    }

    fn limit(&self, quota_us: u64) -> io::Result<()> {
        match &self.hierarchy {
            Hierarchy::V1 { cpu, .. } => {
                let group = cpu.join(&self.name);
                fs::write(group.join("cpu.cfs_period_us"), PERIOD_US.to_string())?;
                fs::write(group.join("cpu.cfs_quota_us"), quota_us.to_string())
            }
            Hierarchy::V2 { root, .. } => {
                let limit = format!("{quota_us} {PERIOD_US}");
                fs::write(root.join(&self.name).join("cpu.max"), limit)
            }
        }
    }

    /// CPU time and throttling up to now.
    ///
    /// # Errors
    /// The kernel's figures can't be read.
    pub fn usage(&self) -> io::Result<Usage> {
        let read = |folder: &Path, file| fs::read_to_string(folder.join(&self.name).join(file));
        let (cpu, stat) = match &self.hierarchy {
            Hierarchy::V1 { cpu, cpuacct, .. } => {
                let usage = read(cpuacct, "cpuacct.usage")?;
                let nanos = usage.trim().parse().map_err(io::Error::other)?;
                (Duration::from_nanos(nanos), read(cpu, "cpu.stat")?)
            }
            Hierarchy::V2 { root, .. } => {
                let stat = read(root, "cpu.stat")?;
                (Duration::from_micros(figure(&stat, "usage_usec")?), stat)
            }
        };
        Ok(Usage {
            cpu,
            throttled_periods: figure(&stat, "nr_throttled")?,
        })
    }

    fn folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<_> = self.hierarchy.roots();
        folders.dedup();
        folders
            .into_iter()
            .map(|root| root.join(&self.name))
            .collect()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for folder in self.folders() {
            remove(&folder);
        }
    }
}

/// A figure of a file such as `cpu.stat`.
fn figure(stat: &str, name: &str) -> io::Result<u64> {
    stat.lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| value.trim().parse().ok())
        .ok_or_else(|| io::Error::other(format!("the kernel gives no {name}")))
}

#[cfg(test)]
mod tests;
