//! The messages of a build: shown as they come, and not at all if all is up to date.

use std::{
    io::{self, IsTerminal, Read, Write},
    mem,
    process::{Command, Output, Stdio},
    thread,
};

/// Runs cargo, or a program that calls it. From the first line on that says that there is work to
/// do, its stderr is shown, with `announcement` above it; stdout is captured.
///
/// # Errors
/// The program does not run.
pub(in crate::languages) fn of_build(
    command: &mut Command,
    announcement: &str,
) -> io::Result<Output> {
    if io::stderr().is_terminal() {
        // Cargo draws its progress only where it can ask for the width.
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            .env("CARGO_TERM_PROGRESS_WIDTH", "80");
    }
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = process.stderr.take();
    let (held, output) = thread::scope(|scope| {
        let held = scope.spawn(|| show_work(stderr, io::stderr(), announcement));
        let output = process.wait_with_output();
        (held.join(), output)
    });
    let output = output?;
    if let Ok(Ok(held)) = held
        && !output.status.success()
    {
        io::stderr().write_all(&held)?;
    }
    Ok(output)
}

/// Copies from the first sign of work on; gives back what was not copied.
fn show_work(
    from: Option<impl Read>,
    mut to: impl Write,
    announcement: &str,
) -> io::Result<Vec<u8>> {
    let mut held = Vec::new();
    let Some(mut from) = from else {
        return Ok(held);
    };
    let mut is_shown = false;
    let mut line = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        let mut read = &buffer[..count];
        while !is_shown && let Some((&byte, rest)) = read.split_first() {
            read = rest;
            line.push(byte);
            // A bar of progress ends with a carriage return.
            if byte != b'\n' && byte != b'\r' {
                continue;
            }
            match Sign::of(&line) {
                Sign::None => held.append(&mut line),
                Sign::Waiting => to.write_all(&mem::take(&mut line))?,
                Sign::Work => {
                    is_shown = true;
                    writeln!(to, "{announcement}")?;
                    held.append(&mut line);
                    to.write_all(&mem::take(&mut held))?;
                }
            }
        }
        to.write_all(read)?;
        to.flush()?;
    }
    held.append(&mut line);
    Ok(held)
}

/// The meaning of a line that a build writes.
enum Sign {
    /// All may be up to date.
    None,
    /// Another build has to end first.
    Waiting,
    /// Something is downloaded or compiled, or wrong.
    Work,
}

impl Sign {
    fn of(line: &[u8]) -> Self {
        let line = anstream::adapter::strip_bytes(line).into_vec();
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        // maturin marks its own lines with pictures.
        let is_of_maturin = !line.is_ascii();
        let is_of_none = line.starts_with("Finished ") || line.starts_with("Building [");
        if line.is_empty() || is_of_maturin || is_of_none {
            Self::None
        } else if line.starts_with("Blocking ") {
            Self::Waiting
        } else {
            Self::Work
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, String) {
        let mut shown = Vec::new();
        let held = show_work(Some(text.as_bytes()), &mut shown, "Compiling all").unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(shown), text(held))
    }

    #[test]
    fn what_is_up_to_date_is_not_mentioned() {
        for text in [
            "",
            "    Finished `dev` profile [unoptimized] target(s) in 0.05s\n",
            "\u{1b}[1m\u{1b}[32m    Finished\u{1b}[0m `dev` profile\n",
            "    Building [=======>   ] 3/5\r    Finished `dev` profile\n",
            "🔗 Found pyo3 bindings with abi3 support\n    Finished `dev` profile\n📦 Built wheel\n",
        ] {
            assert_eq!(shown(text), (String::new(), text.to_owned()));
        }
    }

    #[test]
    fn what_is_compiled_or_wrong_is_shown_with_all_that_follows() {
        for text in [
            "   Compiling hello v0.1.0\n    Finished `dev` profile\n",
            "🔗 Found pyo3 bindings\n   Compiling hello v0.1.0\n📦 Built wheel\n",
            "error: no such package\n",
        ] {
            let expected = format!("Compiling all\n{text}");
            assert_eq!(shown(text), (expected, String::new()));
        }
    }

    #[test]
    fn what_is_waited_for_is_shown_at_once() {
        let waiting = "    Blocking waiting for file lock on build directory\n";
        let finished = "    Finished `dev` profile\n";
        let both = format!("{waiting}{finished}");
        assert_eq!(shown(&both), (waiting.to_owned(), finished.to_owned()));
    }
}
