//! `cargo measure packages` as its user runs it, and the program in a package of Rust; the functions'
//! own programs depend on so much that each would take a minute.

use crate::common::{self, stderr};
use anyhow::Result;
use bench::{
    deployment_package::{Place, archive::Files},
    languages,
};
use data::{Language, Package, Variant, Workload};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::Path,
    process::{Command, Output, Stdio},
};
use zip::ZipArchive;

fn packages(folder: &Path, options: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(["packages", "--data"])
        .arg(folder)
        .arg("--out")
        .arg(folder.join("out"))
        .args(options.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn rows(folder: &Path) -> Vec<Package> {
    let file = folder.join("measurements/packages.csv");
    common::rows(&file)
}

/// Each entry's size and permissions.
fn entries(zip: &Path) -> BTreeMap<String, (u64, u32)> {
    let mut archive = ZipArchive::new(File::open(zip).unwrap()).unwrap();
    (0..archive.len())
        .map(|index| {
            let entry = archive.by_index(index).unwrap();
            let mode = entry.unix_mode().unwrap() & 0o777;
            let name = entry.name().unwrap().into_owned();
            (name, (entry.size(), mode))
        })
        .collect()
}

#[test]
fn packages_are_what_is_uploaded_and_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let output = packages(folder.path(), "--workload hello --variant python,node");
    assert!(output.status.success(), "{}", stderr(&output));
    let first = rows(folder.path());
    let variants: Vec<Variant> = first.iter().map(|row| row.variant).collect();
    assert_eq!(variants, [Variant::Python, Variant::Node]);

    let zip = |name: &str| folder.path().join("out").join(format!("hello-{name}.zip"));
    for row in &first {
        let zip = zip(row.variant.name());
        assert_eq!(row.workload, Workload::Hello);
        assert_eq!(row.zip_bytes, fs::metadata(&zip).unwrap().len());
        let entries = entries(&zip);
        let unzipped: u64 = entries.values().map(|(size, _)| size).sum();
        assert_eq!(row.unzipped_bytes, unzipped);
        assert_eq!(row.files as usize, entries.len());
        assert!(row.code_lines > 0 && row.fits_direct_upload);
    }
    let names = |name| entries(&zip(name)).into_keys().collect::<Vec<_>>();
    assert_eq!(names("python"), ["app.py"]);
    assert_eq!(names("node"), ["app.mjs", "package.json"]);
    assert_eq!(entries(&zip("python"))["app.py"].1, 0o644);

    let output = packages(folder.path(), "--workload hello --variant python");
    assert!(output.status.success(), "{}", stderr(&output));
    let second = rows(folder.path());
    let hashes = |rows: &[Package]| {
        rows.iter()
            .map(|row| row.sha256.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        hashes(&second),
        hashes(&first),
        "a row is replaced by its like"
    );
}

/// Builds the package of a program that consists of `main`, in a folder of this name.
fn program(main: &str, folder: &str) -> Result<Files> {
    let root = tempfile::tempdir().unwrap();
    let place = Place {
        workspace: root.path().join(folder),
        scratch: root.path().join("scratch"),
        downloads: root.path().join("downloads"),
    };
    let file = |name: &str, content: &str| fs::write(place.workspace.join(name), content).unwrap();
    fs::create_dir_all(place.workspace.join("src")).unwrap();
    file(
        "Cargo.toml",
        "[package]\nname = \"alone\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[workspace]\n",
    );
    file("src/main.rs", main);
    let packages = languages::toolchain(Language::Rust).packages(&place.workspace);
    let [package] = packages.unwrap().try_into().ok().unwrap();
    package.build("release", &place)
}

#[test]
fn a_program_is_alone_in_its_package_and_the_same_wherever_it_is_built() {
    let panics = "fn main() { panic!(\"on purpose\") }";
    let [first, second] = ["first", "the-second"].map(|folder| program(panics, folder).unwrap());
    assert_eq!(first.keys().collect::<Vec<_>>(), ["bootstrap"]);
    let bootstrap = &first["bootstrap"];
    assert!(bootstrap.executable && bootstrap.bytes.starts_with(b"\x7fELF"));
    assert!(first == second, "two builds differ");
}

#[test]
fn a_program_that_names_a_folder_of_this_machine_is_refused() {
    let names = r#"fn main() { println!("{}", env!("CARGO_MANIFEST_DIR")) }"#;
    let error = program(names, "somewhere").unwrap_err().to_string();
    assert!(error.starts_with("`bootstrap` names /"), "{error}");
    assert!(
        error.contains("somewhere, a folder of this machine"),
        "{error}"
    );
}

#[test]
fn a_package_holds_what_npm_installs_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let output = packages(folder.path(), "--workload record --variant node");
    assert!(output.status.success(), "{}", stderr(&output));
    let [row] = rows(folder.path()).try_into().unwrap();
    let zip = entries(&folder.path().join("out/record-node.zip"));
    for package in row.contents.split(' ') {
        let (name, _version) = package.split_once("==").unwrap();
        assert!(zip.contains_key(&format!("node_modules/{name}/package.json")));
    }
    assert!(row.contents.contains("@aws-sdk/client-dynamodb=="));
    assert!(!zip.contains_key("node_modules/.package-lock.json"));
    assert!(!zip.contains_key("app.test.mjs"));
    assert_eq!((row.profile, row.rustc, row.python), (None, None, None));
}
