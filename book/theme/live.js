// While `cargo site` serves: reloads the page when the site was built again, and says why it can't be.
(() => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/live-reload`);
    const show = (failure) => {
        let box = document.querySelector(".failed-build");
        if (!box) {
            box = document.createElement("pre");
            box.className = "failed-build";
            box.setAttribute("role", "alert");
            box.style.cssText = "background: #7a0016; color: #fff; inset: auto 0 0 0; margin: 0; "
                + "max-height: 50vh; overflow: auto; padding: 16px; position: fixed; "
                + "white-space: pre-wrap; z-index: 1000";
            document.body.append(box);
        }
        box.textContent = failure;
    };
    socket.addEventListener("message", ({ data }) => {
        if (data === "reload") {
            location.reload();
        } else {
            show(data);
        }
    });
})();
