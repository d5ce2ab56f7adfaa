//! The process that `cargo site` has build the site.

use site::build_worker::Builder;
use std::fs;

#[test]
fn a_builder_goes_on_after_a_failure_and_gives_way_to_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    fs::create_dir(&out).unwrap();
    let letter = out.join("letter.txt");
    fs::write(&letter, "not a site").unwrap();

    let mut builder = Builder::new(out.clone());
    let error = builder.build(false).unwrap_err().to_string();
    let expected = "holds something other than a built site: choose another folder, or remove it";
    assert!(error.ends_with(expected), "{error}");
    assert!(letter.is_file());

    fs::remove_file(letter).unwrap();
    builder.build(false).unwrap();
    let page = out.join("index.html");
    let first = fs::read_to_string(&page).unwrap();
    assert!(first.contains("book/theme/live.js"), "no page that reloads");

    for is_outdated in [false, true] {
        fs::remove_file(&page).unwrap();
        builder.build(is_outdated).unwrap();
        assert_eq!(fs::read_to_string(&page).unwrap(), first);
    }
}
