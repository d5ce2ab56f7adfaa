//! The program of a command, looked up as a shell does.

use anyhow::{Result, ensure};
use std::{
    ffi::OsStr,
    path::{self, Path, PathBuf},
};

/// The program that a command begins with: a path from the function's folder, or a name that is looked up
/// in the `PATH`, then in that folder.
///
/// # Errors
/// There is none, or it may not be run.
pub fn find_program(word: &OsStr, directory: &Path) -> Result<PathBuf> {
    let is_name = !word.as_encoded_bytes().contains(&b'/');
    let in_path = is_name.then(|| which::which(word).ok()).flatten();
    let program = in_path.unwrap_or_else(|| directory.join(word));
    let (shown, folder) = (Path::new(word).display(), directory.display());
    let place = if is_name {
        "in the PATH and in"
    } else {
        "from"
    };
    ensure!(
        program.is_file(),
        "the command `{shown}` can't be started: there is no such program, looked up {place} {folder}: give \
         its whole path"
    );
    ensure!(
        which::which(&program).is_ok(),
        "the command `{shown}` can't be started: {} may not be run: `chmod +x` allows it",
        program.display()
    );
    Ok(path::absolute(program)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt};

    #[test]
    fn a_program_is_found_in_the_path_or_from_the_functions_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bootstrap");
        fs::write(&file, "").unwrap();
        let find = |word: &str| find_program(OsStr::new(word), folder.path());
        let refused = find("./bootstrap").unwrap_err().to_string();
        assert!(refused.contains("chmod +x"), "{refused}");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        for word in ["bootstrap", "./bootstrap", file.to_str().unwrap()] {
            assert_eq!(
                find(word).unwrap().canonicalize().unwrap(),
                file.canonicalize().unwrap()
            );
        }
        assert!(find("sh").unwrap().is_absolute());
        let missing = find("bin/none").unwrap_err().to_string();
        assert!(missing.contains("`bin/none` can't be started"), "{missing}");
    }
}
