// mdBook opens its sidebar by a label, which no keyboard reaches. `cargo site` makes it a
// button; here it works the checkbox that the label worked. It runs after mdBook's own
// script, whose listener has to come first.
document.getElementById("mdbook-sidebar-toggle").addEventListener("click", (event) => {
    if (event.currentTarget.tagName === "BUTTON") {
        document.getElementById("mdbook-sidebar-toggle-anchor").click();
    }
});
