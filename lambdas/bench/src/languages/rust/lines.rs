//! Counts lines of Rust code without tests.

use crate::languages::lines;
use anyhow::{Context, Result};
use std::{
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};
use syn::{Attribute, Item, ItemMod, spanned::Spanned};
use tokei::LanguageType;
use walkdir::WalkDir;

/// Lines of code of a Rust package's `src`: no blank lines, no comments, and nothing that is
/// compiled under `#[cfg(test)]` only.
///
/// # Errors
/// A file can't be read, or is not Rust.
pub(super) fn of_package(package: &Path) -> Result<u32> {
    let mut sources = Vec::new();
    let mut tests = Vec::new();
    for file in rust_files(&package.join("src"))? {
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let (text, modules) = without_tests(&text).with_context(|| file.display().to_string())?;
        let folder = module_folder(&file);
        tests.extend(modules.iter().map(|module| folder.join(module)));
        sources.push((file, text));
    }
    let is_test = |file: &Path| {
        let module = file.with_extension("");
        tests.iter().any(|test| module.starts_with(test))
    };
    sources.retain(|(file, _)| !is_test(file));
    let sources = sources.iter();
    let lines = sources.map(|(_, text)| lines::of_text(LanguageType::Rust, text));
    Ok(lines.sum())
}

/// The text without the lines of items that only tests see, and the modules that such items
/// declare in files of their own.
fn without_tests(text: &str) -> syn::Result<(String, Vec<String>)> {
    let mut lines = Vec::new();
    let mut modules = Vec::new();
    mark_tests(&syn::parse_file(text)?.items, &mut lines, &mut modules);
    let kept = (1..)
        .zip(text.lines())
        .filter(|(number, _)| !lines.iter().any(|range| range.contains(number)))
        .map(|(_, line)| line);
    Ok((kept.collect::<Vec<_>>().join("\n"), modules))
}

fn mark_tests(items: &[Item], lines: &mut Vec<RangeInclusive<usize>>, modules: &mut Vec<String>) {
    for item in items {
        if attributes(item).iter().any(is_for_tests) {
            let span = item.span();
            lines.push(span.start().line..=span.end().line);
            if let Item::Mod(ItemMod {
                ident,
                content: None,
                ..
            }) = item
            {
                modules.push(ident.to_string());
            }
        } else if let Item::Mod(module) = item {
            let inside = module.content.as_ref().map(|(_, items)| items.as_slice());
            mark_tests(inside.unwrap_or_default(), lines, modules);
        }
    }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "syn's own enum, which may grow; what is left out has no tests"
)]
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`; a condition such as `#[cfg(all(test, unix))]` is not taken for one.
fn is_for_tests(attribute: &Attribute) -> bool {
    let only_test = |path: syn::Path| path.is_ident("test");
    attribute.path().is_ident("cfg") && attribute.parse_args().is_ok_and(only_test)
}

/// The folder of the modules that a file declares.
fn module_folder(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(file);
    match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("main" | "lib" | "mod") | None => folder.to_owned(),
        Some(module) => folder.join(module),
    }
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = r#"//! Says hello.

mod words;
#[cfg(test)]
mod tests;

/// The greeting.
pub fn hello() -> &'static str {
    // Not "goodbye".
    "hello // world"
}

#[cfg(test)]
mod more {
    #[test]
    fn fails() {}
}

mod inner {
    #[cfg(test)]
    fn helper() {}
}
"#;

    /// `mod words;`, three lines of `hello`, two of `inner`; one in `words.rs`.
    #[test]
    fn rust_counts_without_tests_comments_and_blank_lines() {
        let package = tempfile::tempdir().unwrap();
        let source = package.path().join("src");
        fs::create_dir_all(source.join("tests")).unwrap();
        fs::write(source.join("lib.rs"), LIB).unwrap();
        fs::write(source.join("words.rs"), "pub const WORDS: u8 = 1;\n").unwrap();
        fs::write(source.join("tests.rs"), "mod deep;\nfn a() {}\n").unwrap();
        fs::write(source.join("tests/deep.rs"), "fn b() {}\n").unwrap();
        assert_eq!(of_package(package.path()).unwrap(), 7);
    }

    #[test]
    fn a_file_that_is_not_rust_is_named() {
        let package = tempfile::tempdir().unwrap();
        fs::create_dir(package.path().join("src")).unwrap();
        fs::write(package.path().join("src/lib.rs"), "fn {").unwrap();
        let error = of_package(package.path()).unwrap_err().to_string();
        assert!(error.ends_with("src/lib.rs"), "{error}");
    }
}
