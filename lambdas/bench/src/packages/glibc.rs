//! The C library that compiled code needs, and that Lambda's has to be.

use super::archive::{Entry, Files};

/// The minor version of glibc 2 on Amazon Linux 2023, which `provided.al2023` and Python's runtimes
/// from 3.12 on are made of. Source: Amazon Linux 2023's release notes.
pub const AMAZON_LINUX_2023: u32 = 34;

/// How the name of a symbol's version begins.
const VERSION: &[u8] = b"GLIBC_2.";

/// The first file that needs a newer glibc than Lambda has, and the minor version that it needs.
#[must_use]
pub fn too_new(files: &Files) -> Option<(&str, u32)> {
    files.iter().find_map(|(path, entry)| {
        let minor = needed(entry)?;
        (minor > AMAZON_LINUX_2023).then_some((path.as_str(), minor))
    })
}

/// The largest minor version of glibc 2 that compiled code names.
fn needed(entry: &Entry) -> Option<u32> {
    let bytes = &entry.bytes;
    if !bytes.starts_with(b"\x7fELF") {
        return None;
    }
    let windows = bytes.windows(VERSION.len()).enumerate();
    let names = windows.filter(|(_, window)| *window == VERSION);
    let minors = names.filter_map(|(at, _)| {
        let digits = bytes[at + VERSION.len()..].iter();
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let digits: String = digits.map(|&byte| char::from(byte)).collect();
        digits.parse().ok()
    });
    minors.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(bytes: &[u8]) -> Files {
        let entry = Entry {
            bytes: bytes.to_vec(),
            executable: true,
        };
        [("bootstrap".to_owned(), entry)].into()
    }

    #[test]
    fn the_newest_symbol_counts() {
        let old = b"\x7fELF\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.17\0";
        assert_eq!(too_new(&files(old)), None);
        let new = b"\x7fELF\0GLIBC_2.34\0GLIBC_2.38\0GLIBC_2.17\0";
        assert_eq!(too_new(&files(new)), Some(("bootstrap", 38)));
    }

    #[test]
    fn what_is_not_compiled_needs_none() {
        assert_eq!(too_new(&files(b"# needs GLIBC_2.99")), None);
    }
}
