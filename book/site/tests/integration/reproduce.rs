//! The commands that the READMEs and the page "Reproduce this" name, as somebody runs them who has just
//! cloned the repository.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;
use workspace::{root, target};

/// The commands that are run for real, since they take seconds. A command that takes an hour, a browser
/// or an account is asked for its help instead, which it refuses if an option is wrong.
const RUN: [&str; 4] = ["site build", "site outline", "bill", "bill compare"];

/// Every `cargo …` of a text: lines of shell blocks, and code in a sentence.
fn commands(text: &str) -> BTreeSet<Vec<String>> {
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let in_sentences = text.split('`').skip(1).step_by(2);
    let ours = lines
        .chain(in_sentences)
        .filter_map(|line| line.strip_prefix("cargo "));
    let words = ours.map(|line| {
        let line = line.split(" #").next().unwrap();
        // What may be left out is left out.
        let line = line.split(" [").next().unwrap();
        line.split_whitespace().map(str::to_owned).collect()
    });
    words.collect()
}

/// A target folder as it is after a fresh clone was compiled: crates, and nothing that was installed,
/// bound or built.
fn fresh_target() -> TempDir {
    let fresh = tempfile::tempdir_in(target()).unwrap();
    for compiled in ["debug", "widget-build"] {
        let folder = target().join(compiled);
        fs::create_dir_all(&folder).unwrap();
        symlink(folder, fresh.path().join(compiled)).unwrap();
    }
    fresh
}

/// A program of ours, which stands beside the site's: `cargo test --workspace` builds them all.
fn program(name: &str, target: &Path) -> Command {
    assert!(
        ["bill", "measure", "site"].contains(&name),
        "`cargo {name}` is none of ours"
    );
    let program = Path::new(env!("CARGO_BIN_EXE_site")).with_file_name(name);
    assert!(
        program.is_file(),
        "{name} is not built: run `cargo build --bins`"
    );
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("CARGO_TARGET_DIR", target)
        .stdin(Stdio::null());
    command
}

#[test]
fn every_command_that_is_named_can_be_run_on_a_fresh_clone() {
    let files = [
        "README.md",
        "book/README.md",
        "lambdas/README.md",
        "book/src/reproduce.md",
    ]
    .map(|file| root().join(file));
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    let commands: BTreeSet<_> = texts.iter().flat_map(|text| commands(text)).collect();
    let fresh = fresh_target();
    let mut run = BTreeSet::new();
    for words in &commands {
        let (name, arguments) = words.split_first().unwrap();
        let line = words.join(" ");
        let mut command = program(name, fresh.path());
        let options = arguments.iter().take_while(|word| !word.starts_with('-'));
        let subcommand: Vec<_> = [name].into_iter().chain(options).cloned().collect();
        let subcommand = subcommand.join(" ");
        // A command that is only named, such as `cargo bill`, has what it needs elsewhere.
        let has_arguments = arguments.len() > 1 || name == "site";
        if has_arguments && RUN.contains(&subcommand.as_str()) {
            command.args(arguments);
            run.insert(subcommand);
        } else {
            // What follows `--` is another program's.
            let ours = arguments.iter().take_while(|word| *word != "--");
            command.args(ours).arg("--help");
        }
        let output = command.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {error}");
        assert!(!output.stdout.is_empty(), "{line} printed nothing");
    }
    assert_eq!(run, RUN.map(str::to_owned).into(), "of {commands:?}");
    let built = fresh.path().join("site/licences.html");
    let licences = fs::read_to_string(built).unwrap();
    assert!(
        licences.contains("reveal.js"),
        "the slides' licence is missing"
    );
}

/// `cargo site`, up to the first page.
#[test]
fn the_site_is_served_on_a_fresh_clone() {
    let fresh = fresh_target();
    let mut server = program("site", fresh.path())
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = lines.next().unwrap().unwrap();
    let (_, address) = address.split_once("http://localhost:").unwrap();
    let (port, _) = address.split_once(' ').unwrap();
    let built = lines.next().unwrap().unwrap();
    assert!(built.starts_with("built "), "{built}");
    let mut page = TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
    page.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    page.read_to_string(&mut answer).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
    assert!(answer.contains("Python vs. Rust"), "{answer}");
}
