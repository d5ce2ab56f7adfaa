//! The commands of the page "Reproduce this".

use site::workspace;
use std::{fs, path::Path, process::Command};

/// AWS's own tool: it needs an account.
const ELSEWHERE: [&str; 2] = [
    "sam deploy --template lambdas/template.yaml --guided",
    "sam delete",
];

/// The lines of the page's shell blocks.
fn commands() -> Vec<String> {
    let page = workspace::root().join("book/src/reproduce.md");
    let page = fs::read_to_string(page).unwrap();
    let blocks = page.split("```sh\n").skip(1);
    let commands = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    commands.map(ToOwned::to_owned).collect()
}

/// Our own programs stand beside the site's: `cargo test --workspace` builds them all.
fn program(name: &str) -> Command {
    assert!(
        ["bill", "measure", "site"].contains(&name),
        "`cargo {name}` is none of ours"
    );
    let program = Path::new(env!("CARGO_BIN_EXE_site")).with_file_name(name);
    assert!(
        program.is_file(),
        "{name} is not built: run `cargo build --workspace --bins`"
    );
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// Bills are computed. What takes an hour, a browser or an account is asked for its help instead,
/// which it refuses where an option is wrong; what it does is tested where it is written.
#[test]
fn every_command_of_the_page_can_be_run() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for line in commands {
        if ELSEWHERE.contains(&line.as_str()) {
            continue;
        }
        let mut words = line.split(' ');
        assert_eq!(words.next(), Some("cargo"), "{line}");
        let name = words.next().unwrap();
        let mut command = program(name);
        command.args(words);
        if name != "bill" {
            command.arg("--help");
        }
        let output = command.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {error}");
        assert!(!output.stdout.is_empty(), "{line} printed nothing");
    }
}
