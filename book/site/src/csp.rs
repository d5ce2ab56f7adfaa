//! The content security policy of a page: what it may load, and which scripts it may run.
//!
//! Nothing comes from elsewhere. mdBook writes scripts into its pages; each is allowed by its hash,
//! and any other is not. Styles may stand in the page: charts have their colours there.

use anyhow::Result;
use base64::{Engine, prelude::BASE64_STANDARD};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use sha2::{Digest, Sha256};
use std::{cell::RefCell, collections::BTreeSet};

/// The policy as a tag, for a page whose inline scripts are these.
pub(crate) fn tag(inline: &[String]) -> String {
    let hashes: BTreeSet<String> = inline.iter().map(|script| hash(script)).collect();
    let own = ["'self'".to_owned(), "'wasm-unsafe-eval'".to_owned()];
    let scripts = own.into_iter().chain(hashes).collect::<Vec<_>>().join(" ");
    format!(
        r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'none'">"#
    )
}

/// The name of a script in a policy.
fn hash(script: &str) -> String {
    format!(
        "'sha256-{}'",
        BASE64_STANDARD.encode(Sha256::digest(script))
    )
}

/// The scripts that stand in a page and are run.
pub(crate) fn inline_scripts(html: &str) -> Result<Vec<String>> {
    let scripts = RefCell::new(Vec::<String>::new());
    let is_run = RefCell::new(false);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("script", |script| {
            // What has another type is data.
            let is_inline = !script.has_attribute("src") && !script.has_attribute("type");
            *is_run.borrow_mut() = is_inline;
            if is_inline {
                scripts.borrow_mut().push(String::new());
            }
            Ok(())
        }))
        .append_element_content_handler(text!("script", |chunk| {
            if let (true, Some(script)) = (*is_run.borrow(), scripts.borrow_mut().last_mut()) {
                script.push_str(chunk.as_str());
            }
            Ok(())
        }));
    rewrite_str(html, settings)?;
    Ok(scripts.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scripts_that_stand_in_the_page_and_run_are_hashed() {
        let html = r#"<script>alert("a < b")</script><script src="a.js"></script>
            <script type="application/json">{}</script><script>
b()</script>"#;
        let scripts = inline_scripts(html).unwrap();
        assert_eq!(scripts, ["alert(\"a < b\")", "\nb()"]);
    }

    /// The example of W3C's Content Security Policy Level 3.
    #[test]
    fn a_hash_is_what_browsers_compute() {
        let script = "alert('Hello, world.');";
        let expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(hash(script), expected);
        assert!(tag(&[script.to_owned()]).contains(expected));
    }
}
