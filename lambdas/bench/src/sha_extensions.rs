//! The processor's SHA extensions. The x86_64 machines that others measured `hash` on had none, as its
//! durations show, so it does without them here, too.

use data::{Language, Variant, Version, Workload};

/// The note in a run's versions that functions did without; `None` if none did.
#[must_use]
pub fn version(functions: impl IntoIterator<Item = (Workload, Variant)>) -> Option<Version> {
    let mut functions = functions.into_iter();
    let is_without = |(workload, variant): (Workload, Variant)| {
        workload == Workload::Hash && none(variant.language()).is_some()
    };
    let any = functions.any(is_without);
    any.then(|| Version::new("sha-extensions", "no"))
}

/// The environment variable that keeps a function from using them, on x86_64. Python computes with
/// OpenSSL, which has a mask for the processor's features: bit 29 of the second word.
#[must_use]
pub fn none(language: Language) -> Option<(String, String)> {
    if !cfg!(target_arch = "x86_64") {
        return None;
    }
    let (name, value) = match language {
        Language::Rust => ("SHA_EXTENSIONS", "no"),
        Language::Python => ("OPENSSL_ia32cap", ":~0x20000000"),
        Language::Node => return None,
    };
    Some((name.to_owned(), value.to_owned()))
}
