//! The C library that compiled code needs, and that Lambda's has to be.

use super::archive::Files;
use anyhow::{Context, Result, ensure};
use object::{Endianness, elf::FileHeader64, read::elf::FileHeader};

/// The minor version of glibc 2 on Amazon Linux 2023, which `provided.al2023` and Python's runtimes
/// from 3.12 on are made of. Source: Amazon Linux 2023's release notes.
pub const AMAZON_LINUX_2023: u32 = 34;

/// Checks that Lambda's glibc is new enough for every program and library of a package.
///
/// # Errors
/// One needs a newer one, or is damaged.
pub fn check(files: &Files) -> Result<()> {
    for (path, entry) in files {
        if !entry.bytes.starts_with(b"\x7fELF") {
            continue;
        }
        let needed = needed(&entry.bytes).with_context(|| format!("`{path}` can't be read"))?;
        let minor = needed.unwrap_or(0);
        ensure!(
            minor <= AMAZON_LINUX_2023,
            "`{path}` needs glibc 2.{minor}, and Lambda has 2.{AMAZON_LINUX_2023}: build it on an \
             older Linux, such as Debian 12"
        );
    }
    Ok(())
}

/// The newest minor version of glibc 2 of which a program needs a symbol; `None` if it needs none.
fn needed(program: &[u8]) -> object::Result<Option<u32>> {
    let header = FileHeader64::<Endianness>::parse(program)?;
    let endian = header.endian()?;
    let sections = header.sections(endian, program)?;
    let Some((mut libraries, link)) = sections.gnu_verneed(endian, program)? else {
        return Ok(None);
    };
    let strings = sections.strings(endian, program, link)?;
    let mut newest = None;
    while let Some((_, mut versions)) = libraries.next()? {
        while let Some(version) = versions.next()? {
            newest = newest.max(minor(version.name(endian, strings)?));
        }
    }
    Ok(newest)
}

/// 34 of `GLIBC_2.34`, 2 of `GLIBC_2.2.5`.
fn minor(version: &[u8]) -> Option<u32> {
    let numbers = std::str::from_utf8(version)
        .ok()?
        .strip_prefix("GLIBC_2.")?;
    numbers.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment_package::archive::Entry;
    use std::fs;

    fn files(bytes: Vec<u8>) -> Files {
        let entry = Entry {
            bytes,
            executable: true,
        };
        [("bootstrap".to_owned(), entry)].into()
    }

    /// This test's own program, which needs symbols of this machine's glibc.
    fn program() -> Vec<u8> {
        fs::read(std::env::current_exe().unwrap()).unwrap()
    }

    #[test]
    fn a_program_that_needs_a_newer_glibc_is_refused() {
        let mut program = program();
        let minor = needed(&program).unwrap().unwrap();
        let version = format!("GLIBC_2.{minor}\0");
        let at = program
            .windows(version.len())
            .position(|part| part == version.as_bytes());
        let digits = at.unwrap() + "GLIBC_2.".len();
        program[digits..digits + 2].copy_from_slice(b"99");
        assert_eq!(needed(&program).unwrap(), Some(99));
        let error = check(&files(program)).unwrap_err().to_string();
        assert!(
            error.starts_with("`bootstrap` needs glibc 2.99, and Lambda has 2.34: "),
            "{error}"
        );
    }

    #[test]
    fn what_is_not_compiled_needs_none_and_what_is_damaged_is_named() {
        check(&files(b"# needs GLIBC_2.99".to_vec())).unwrap();
        let error = check(&files(program()[..2000].to_vec())).unwrap_err();
        assert_eq!(error.to_string(), "`bootstrap` can't be read");
    }

    #[test]
    fn a_version_may_have_three_numbers() {
        assert_eq!(minor(b"GLIBC_2.34"), Some(34));
        assert_eq!(minor(b"GLIBC_2.2.5"), Some(2));
        assert_eq!(minor(b"GCC_3.0"), None);
    }
}
