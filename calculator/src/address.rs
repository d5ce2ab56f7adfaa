//! The page's address.

/// The address of the calculator's page with a scenario, also on the slides.
pub fn address_of(hash: &str) -> String {
    let window = web_sys::window();
    let address = window.and_then(|window| window.location().href().ok());
    let address = address.unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    let (folder, _) = page.rsplit_once('/').unwrap_or_default();
    let (site, page) = match folder.strip_suffix("/slides") {
        Some(site) => (site, "/calculator.html"),
        None => (page, ""),
    };
    let mark = if hash.is_empty() { "" } else { "#" };
    format!("{site}{page}{mark}{hash}")
}
