//! The page's address.

/// The page's address with a scenario.
pub fn address_of(hash: &str) -> String {
    let window = web_sys::window();
    let address = window.and_then(|window| window.location().href().ok());
    let address = address.unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    if hash.is_empty() {
        return page.to_owned();
    }
    [page, "#", hash].concat()
}
