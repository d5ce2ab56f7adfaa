//! The processor's SHA extensions. The machines that others measured `hash` on had none: with
//! `SHA_EXTENSIONS=no` in the environment of `cargo measure`, its functions do without.

use data::{Language, Version};
use std::env;

/// The variable, which the function in Rust reads as well.
const NAME: &str = "SHA_EXTENSIONS";

/// Whether the functions are to use them where there are any.
#[must_use]
pub fn are_used() -> bool {
    env::var(NAME).as_deref() != Ok("no")
}

/// What a run says of them; nothing if they are used.
#[must_use]
pub fn version() -> Option<Version> {
    (!are_used()).then(|| Version::new("sha-extensions", "no"))
}

/// The environment variable that keeps a function from them, on x86_64. Python computes with OpenSSL,
/// which has a mask for what the processor says of itself: bit 29 of the second word.
#[must_use]
pub fn none(language: Language) -> Option<(String, String)> {
    let (name, value) = match language {
        Language::Rust => (NAME, "no"),
        Language::Python => ("OPENSSL_ia32cap", ":~0x20000000"),
        Language::Node => return None,
    };
    Some((name.to_owned(), value.to_owned()))
}
