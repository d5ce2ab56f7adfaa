//! The tests that stand beside the functions in Node.js, under the Node.js that runs them.

use crate::common;
use data::{Variant, Workload};
use std::{fs, os::unix::fs::symlink, process::Command};

const FILES: [&str; 2] = ["app.mjs", "app.test.mjs"];

#[test]
fn functions_in_node_pass_their_own_tests() {
    let variant = Variant::Node;
    let workloads = Workload::ALL.iter();
    for &workload in workloads.filter(|workload| workload.variants().contains(&variant)) {
        let function = common::function(workload, variant);
        let source = bench::function::folder(workload, variant);
        // The packages are imported from beside the tests, which are no part of what is installed.
        let folder = tempfile::tempdir().unwrap();
        for file in FILES {
            fs::copy(source.join(file), folder.path().join(file)).unwrap();
        }
        let packages = function.directory.join("node_modules");
        symlink(packages, folder.path().join("node_modules")).unwrap();
        let output = Command::new(&function.command[0])
            .args(["--test", FILES[1]])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{workload}: {printed}");
        assert!(!printed.contains("# tests 0"), "{workload}: {printed}");
    }
}
