// Before the page is drawn: the theme that was chosen here or in the book, and what the book's
// scripts take from mdBook.
/* exported path_to_root */
var path_to_root = "../";

(() => {
    const THEMES = ["light", "rust", "coal", "navy", "ayu"];
    const stored = () => {
        try {
            return localStorage.getItem("mdbook-theme")?.replaceAll('"', "");
        } catch {
            return null;
        }
    };
    const asked = new URLSearchParams(location.search).get("theme") ?? stored();
    const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "navy" : "light";
    document.documentElement.className = THEMES.includes(asked) ? asked : preferred;
    document.documentElement.classList.add("js");
})();
