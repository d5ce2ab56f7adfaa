// mdBook opens its sidebar with a label, which the keyboard can't reach. `cargo site` makes it a
// button; this script has it click the checkbox that the label did. It runs after mdBook's own
// script, whose listener has to come first.
document.getElementById("mdbook-sidebar-toggle").addEventListener("click", (event) => {
    if (event.currentTarget.tagName === "BUTTON") {
        document.getElementById("mdbook-sidebar-toggle-anchor").click();
    }
});
