//! `{{#code …}}`: source of the measured functions, as it is compiled and tested; `{{#line …}}`: one
//! line of it.

mod highlight;
mod item;

use super::context::Context;
use crate::html::escape;
use anyhow::{Result, anyhow, bail};
use std::{fmt::Write, fs, ops::Range, path::Path};

/// A part of a file below `lambdas/`.
struct Excerpt<'a> {
    file: &'a str,
    source: String,
    /// Lines from 0 on.
    range: Range<usize>,
}

/// `{{#code record/python/app.py:handler record/rust/src/main.rs:handler}}`: these items, side by
/// side where there is room. A part is `file`, `file:item`, or `file:first..last`: from the first item
/// on until before the last.
pub(super) fn code(arguments: &[&str], context: &Context) -> Result<String> {
    if arguments.is_empty() {
        bail!("write `{{{{#code file:item}}}}`, or two of them");
    }
    let mut html = format!(
        r#"<div class="code-pair" data-columns="{}">"#,
        arguments.len()
    );
    for argument in arguments {
        let excerpt = excerpt(argument, context)?;
        html.push_str(&figure(&excerpt)?);
    }
    html.push_str("</div>");
    Ok(html)
}

/// `{{#line record/rust/src/main.rs:handler .await?}}`: the number of the item's first line that holds
/// the text.
pub(super) fn line(arguments: &[&str], context: &Context) -> Result<String> {
    let [part, text @ ..] = arguments else {
        bail!("write `{{{{#line file:item text}}}}`");
    };
    let excerpt = excerpt(part, context)?;
    let text = text.join(" ");
    let lines = excerpt.source.lines().enumerate();
    let found = lines
        .skip(excerpt.range.start)
        .take(excerpt.range.len())
        .find(|(_, line)| line.contains(&text));
    let Some((index, _)) = found.filter(|_| !text.is_empty()) else {
        bail!("`{text}` is not in `{part}`");
    };
    let number = index + 1;
    Ok(format!(
        r#"<span class="line-number" data-refers="{}:{number}">Line {number}</span>"#,
        escape(excerpt.file)
    ))
}

fn excerpt<'a>(part: &'a str, context: &Context) -> Result<Excerpt<'a>> {
    let (file, items) = match part.split_once(':') {
        Some((file, items)) => (file, Some(items)),
        None => (part, None),
    };
    let path = Path::new("lambdas").join(file);
    let unreadable = |error| anyhow!("{} can't be read: {error}", path.display());
    let source = fs::read_to_string(context.root.join(&path)).map_err(unreadable)?;
    let find = |name| {
        let none = || anyhow!("{} has no item `{name}`", path.display());
        item::lines(&source, name).ok_or_else(none)
    };
    let range = match items.map(|items| items.split_once("..").ok_or(items)) {
        None => 0..source.lines().count(),
        Some(Err(name)) => find(name)?,
        Some(Ok((first, last))) => {
            let lines: Vec<&str> = source.lines().collect();
            let (start, mut end) = (find(first)?.start, find(last)?.start);
            while end > start && lines[end - 1].trim().is_empty() {
                end -= 1;
            }
            start..end
        }
    };
    if range.is_empty() {
        bail!("`{part}` holds no line");
    }
    Ok(Excerpt {
        file,
        source,
        range,
    })
}

fn figure(excerpt: &Excerpt) -> Result<String> {
    let Excerpt {
        file,
        source,
        range,
    } = excerpt;
    let extension = file.rsplit('.').next().unwrap_or_default();
    let lines = highlight::lines(source, extension)?;
    let name = format!("lambdas/{file}");
    let (first, last) = (range.start + 1, range.end);
    let mut html = format!(
        r#"<figure class="code"><figcaption>{name}</figcaption><pre tabindex="0" role="region" aria-label="{name}, lines {first} to {last}"><code class="nohighlight">"#
    );
    for (index, line) in lines.iter().enumerate().skip(range.start).take(range.len()) {
        let number = index + 1;
        // The line's end is written as a reference: a blank line would end the HTML in Markdown.
        let _ = write!(
            html,
            r#"<span class="line" data-line="{file}:{number}" data-number="{number}">{line}&#10;</span>"#
        );
    }
    html.push_str("</code></pre></figure>");
    Ok(html)
}
