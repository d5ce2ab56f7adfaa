//! mdBook as a library: our preprocessor before it, our pass over its pages after it.

use crate::{
    build_cache::{BuildCache, Cached},
    config::Talk,
    content_hash, deck,
    figures::{self, Figures},
    files::files_below,
    meta_tags::{self, Head},
    postprocess::{self, Additions},
    sources::{Packages, Sources},
    wasm,
};
use anyhow::{Context, Result};
use device::Function;
use mdbook_driver::MDBook;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The setting of `book.toml` that holds the book's scripts.
const SCRIPTS: &str = "output.html.additional-js";

/// The script that runs the functions on a reader's device.
const WORKER: &str = "device-worker.js";

/// Renders the book into `out`.
pub(crate) fn render(sources: &Sources, out: &Path, cache: &mut BuildCache) -> Result<()> {
    let mut book = MDBook::load(&sources.root)?;
    book.config.set("build.build-dir", out)?;
    if sources.live_reload {
        let scripts: Option<Vec<String>> = book.config.get(SCRIPTS)?;
        let mut scripts = scripts.unwrap_or_default();
        scripts.push("book/theme/live.js".to_owned());
        book.config.set(SCRIPTS, scripts)?;
        // What is served is never kept by a browser; and with a hash, the search's file would have another
        // name in every page after each change.
        book.config.set("output.html.hash-files", false)?;
    }
    let cached = cache.get(&sources.root, &sources.packages)?;
    book.with_preprocessor(Figures(cached.committed.clone()));
    book.with_renderer(Pages {
        cached,
        base_path: sources.base_path.clone(),
        packages: sources.packages.clone(),
        widget: sources.widget.clone(),
    });
    book.build()
}

/// mdBook's HTML, made accessible, with a preview of each page; and the slides.
struct Pages {
    cached: Cached,
    base_path: Option<String>,
    packages: Packages,
    widget: PathBuf,
}

impl Renderer for Pages {
    /// mdBook's own name, so that this takes its place.
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, ctx: &RenderContext) -> Result<()> {
        HtmlHandlebars::new().render(ctx)?;
        let talk = Talk::of(&ctx.config)?;
        let base = self.base_path.as_deref().unwrap_or(talk.base_path());
        let heads = meta_tags::heads(&ctx.book)?;
        let folder =
            content_hash::publish(&self.modules(&ctx.root), &ctx.destination, "calculator")?;
        self.packages.pyodide.publish(&ctx.destination)?;
        let widget = format!("{folder}/{}", wasm::FILES[0]);
        let rewrite = |page: &PathBuf| -> Result<()> {
            let name = page.strip_prefix(&ctx.destination)?.to_string_lossy();
            let fixed = match page.extension().and_then(|extension| extension.to_str()) {
                Some("html") => {
                    let head = heads.get(name.as_ref());
                    let additions = Additions {
                        description: head.map(|head| head.description.as_str()),
                        tags: head.map(|head| meta_tags::tags(head, &name, &name, &talk)),
                        base,
                        widget: &widget,
                    };
                    let html = fs::read_to_string(page)?;
                    let key = format!("{name} {additions:?} {html}");
                    let rewrite = || postprocess::page(&html, &additions);
                    let rewritten = self.cached.html.get_or(&key, rewrite);
                    rewritten.with_context(|| format!("{name} can't be rewritten"))?
                }
                Some("js") => postprocess::script(&fs::read_to_string(page)?),
                _ => return Ok(()),
            };
            Ok(fs::write(page, fixed)?)
        };
        let pages = files_below(&ctx.destination)?;
        let (rewritten, rendered) = rayon::join(
            || pages.par_iter().try_for_each(rewrite),
            || {
                self.write_previews(&heads, &talk, ctx)?;
                deck::render(
                    ctx,
                    &self.packages.reveal,
                    &widget,
                    &talk,
                    &self.cached.html,
                )
            },
        );
        rewritten.and(rendered)
    }
}

impl Pages {
    /// The files that the browser runs, by name, and where each is.
    fn modules(&self, root: &Path) -> Vec<(String, PathBuf)> {
        let compiled = wasm::FILES.map(|file| (file.to_owned(), self.widget.join(file)));
        let worker = (WORKER.to_owned(), root.join("book/device").join(WORKER));
        let functions = device::FUNCTIONS.map(|Function { name, .. }| {
            let file = root.join("lambdas").join(name).join("python/app.py");
            (format!("{name}.py"), file)
        });
        compiled
            .into_iter()
            .chain([worker])
            .chain(functions)
            .collect()
    }

    fn write_previews(
        &self,
        heads: &BTreeMap<String, Head>,
        talk: &Talk,
        ctx: &RenderContext,
    ) -> Result<()> {
        let Cached {
            committed, painter, ..
        } = &self.cached;
        let write = |(page, head): (&String, &Head)| {
            let figure = figures::main_figure(&head.figure, committed, talk, &ctx.root)
                .with_context(|| format!("{}: its `<!-- preview: … -->`", head.file))?;
            let picture = painter.paint(&talk.title, &head.title, &figure)?;
            let file = ctx.destination.join(meta_tags::preview_file(page));
            fs::create_dir_all(file.parent().unwrap_or(&file))?;
            fs::write(file, picture)?;
            anyhow::Ok(())
        };
        heads.par_iter().try_for_each(write)
    }
}
