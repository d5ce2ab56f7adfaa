//! The preprocessor: each directive of a chapter becomes what it computes from the data.
//!
//! | directive | becomes |
//! | --- | --- |
//! | `{{#chart cold-start}}`, `{{#chart warm-duration}}` | a chart, its provenance and its table |
//! | `{{#stat workload variant memory metric}}` | one measured figure with its unit |
//! | `{{#ratio workload memory metric}}` | Python's figure divided by Rust's |
//! | `{{#ratio workload memory metric range}}` | the same by repetition: smallest to largest |
//! | `{{#where}}` | where the figures were measured, as the end of a sentence |
//! | `{{#provenance}}` | when, where and with what they were measured |
//! | `{{#published cold-start}}` | others' cold starts on AWS as a table |
//! | `{{#published cold-start rust}}`, `… python`, `… ratio` | one of them, in a sentence |
//! | `{{#published first-call runtime memory architecture}}` | a first call that uses DynamoDB |
//! | `{{#estimate check}}` | the floor that AWS adds, and how well it holds, as a table |
//! | `{{#estimate memory}}` | each function's durations here and estimated on AWS, as a table |
//! | `{{#floor init}}`, `… duration`, `… off` | the floor, or by how much an estimate is off |
//! | `{{#first-call memory}}` | what connecting in INIT changes for `record`, as a table |
//! | `{{#cold-starts-usd workload variant memory}}` | duration charge of a million cold starts |
//! | `{{#init-parts}}`, `… sdk` | what INIT in Rust is spent on, as a table, or one step |
//! | `{{#load}}` | what k6 saw of the functions under load, as a table |
//! | `{{#overhead}}`, `… exchange`, `… hello` | how much of the figures is the harness's own |
//! | `{{#packages}}` | the deployment packages as a table |
//! | `{{#package workload variant bundle figure}}` | one figure of one, or a ratio of two |
//! | `{{#break-even-utilisation}}` | from when provisioned concurrency pays, as a table by region |
//! | `{{#source file}}` | who published a file below `data/`, and when |
//! | `{{#bill workload memory requests region source figure}}` | an amount of a month's bill |
//! | `{{#earlier figure language memory}}` | what the first version of the talk stated |
//! | `{{#rerun invocations}}`, `{{#rerun usd region}}` | what the run would take again, on AWS |
//! | `{{#guess cold-start}}`, `warm-duration`, `zip-size`, `bill` | a figure to be guessed first |
//! | `{{#demo memory region}}` | Rust and Python race, as in the run that is shown, or live |
//! | `{{#licences}}` | the licences of what is published with the site, as a table |
//! | `{{#speaker}}` | the speaker's name |
//! | `{{#site-link}}` | where the site is published, as a link and a QR code |
//! | `{{#code file:item …}}` | source below `lambdas/`, side by side |
//! | `{{#line file:item text}}` | the number of a line of it |
//! | `{{#calculator}}` | the calculator |

mod bill;
mod break_even;
mod calculator;
mod call;
mod captioned_table;
mod charts;
mod code;
mod committed;
mod context;
mod demo;
mod earlier;
mod estimate;
mod first_call;
mod guess;
mod hand_out;
mod init_parts;
mod licences;
mod load;
mod main_figure;
mod measured;
mod names;
mod number;
mod overhead;
mod packages;
mod provenance;
mod published;
mod quantity;
mod rerun;

pub use call::Error;
pub(crate) use committed::Committed;
pub(crate) use main_figure::{Figure, MainFigure};

use crate::{deck::split, talk::Talk};
use anyhow::{Context as _, Result, anyhow};
use call::{Call, Replacement};
use context::Context;
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, Chapter},
};
use rayon::prelude::*;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The preprocessor named `figures`, with the committed figures.
#[derive(Clone, Debug)]
pub(crate) struct Figures(pub Arc<Committed>);

impl Preprocessor for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let talk = Talk::of(&ctx.config)?;
        let source = ctx.config.book.src.display().to_string();
        // The context itself can't be shared with other threads.
        let root = ctx.root.as_path();
        let expand = |(path, chapter): &(&PathBuf, &Chapter)| -> Result<_> {
            let file = format!("{source}/{}", path.display());
            split::slides(&chapter.content).map_err(|error| anyhow!("{file}:{error}"))?;
            let content = replace_all(&chapter.content, path, &self.0, &talk, root)
                .map_err(|error| error.in_file(file))?;
            Ok(((*path).clone(), content))
        };
        let chapters: Vec<_> = book
            .chapters()
            .filter_map(|chapter| Some((chapter.path.as_ref()?, chapter)))
            .collect();
        let expanded: Vec<_> = chapters.par_iter().map(expand).collect();
        // Of several mistakes, the first one in the book is named.
        let mut expanded: HashMap<_, _> = expanded.into_iter().collect::<Result<_>>()?;
        book.for_each_chapter_mut(|chapter| {
            let path = chapter.path.as_ref();
            if let Some(content) = path.and_then(|path| expanded.remove(path)) {
                chapter.content = content;
            }
        });
        Ok(book)
    }
}

/// The chapter at `path` with every directive replaced.
fn replace_all(
    markdown: &str,
    path: &Path,
    committed: &Committed,
    talk: &Talk,
    root: &Path,
) -> Result<String, Error> {
    call::replace(markdown, |call, index| {
        let Call { name, arguments } = call;
        let key = format!("{} {index} {name} {}", path.display(), arguments.join(" "));
        let context = Context::new(committed, talk, root).of_directive(path, index);
        committed.expanded.get_or(&key, || expand(call, &context))
    })
}

fn expand(call: &Call, context: &Context) -> Result<Replacement> {
    use Replacement::{Block, Inline};
    let arguments = call.arguments.as_slice();
    match call.name {
        "chart" => charts::chart(arguments, context).map(Block),
        "stat" => measured::stat(arguments, context).map(Inline),
        "ratio" => measured::ratio(arguments, context).map(Inline),
        "where" => measured::place(arguments, context).map(Inline),
        "provenance" => provenance::provenance(arguments, context).map(Block),
        "published" => published::published(arguments, context),
        "estimate" => estimate::estimate(arguments, context).map(Block),
        "floor" => estimate::floor(arguments, context),
        "first-call" => first_call::first_call(arguments, context).map(Block),
        "cold-starts-usd" => first_call::cold_starts_usd(arguments, context).map(Inline),
        "init-parts" => init_parts::init_parts(arguments, context),
        "load" => load::load(arguments, context).map(Block),
        "overhead" => overhead::overhead(arguments, context),
        "packages" => packages::packages(arguments, context).map(Block),
        "package" => packages::package(arguments, context).map(Inline),
        "break-even-utilisation" => break_even::utilisation(arguments, context).map(Block),
        "bill" => bill::bill(arguments, context).map(Inline),
        "earlier" => earlier::earlier(arguments, context).map(Inline),
        "rerun" => rerun::rerun(arguments, context).map(Inline),
        "guess" => guess::guess(arguments, context).map(Block),
        "demo" => demo::demo(arguments, context).map(Block),
        "licences" => licences::licences(arguments, context).map(Block),
        "speaker" => hand_out::speaker(arguments, context).map(Inline),
        "site-link" => hand_out::site_link(arguments, context).map(Block),
        "code" => code::code(arguments, context).map(Block),
        "line" => code::line(arguments, context).map(Inline),
        "source" => published::source(arguments, context).map(Inline),
        "calculator" => calculator::calculator(arguments, context).map(Block),
        _ => Err(anyhow!(
            "no such directive: use chart, stat, ratio, where, provenance, published, estimate, \
             floor, first-call, cold-starts-usd, init-parts, load, overhead, packages, package, \
             break-even-utilisation, bill, earlier, rerun, guess, demo, licences, speaker, \
             site-link, code, line, source or calculator",
        )),
    }
}

/// The arguments by position, or what to write.
fn exactly<'a, const N: usize>(arguments: &[&'a str], usage: &str) -> Result<[&'a str; N]> {
    arguments
        .try_into()
        .map_err(|_| anyhow!("write `{{{{#{usage}}}}}`"))
}

/// Runs as a preprocessor of the stock mdBook: a book as JSON from stdin to stdout.
///
/// # Errors
/// The input is not mdBook's, or a directive or the data is wrong.
pub fn preprocess() -> Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(std::io::stdin())?;
    let figures = Figures(Arc::new(Committed::read(&context.root)?));
    let book = figures.run(&context, book)?;
    serde_json::to_writer(std::io::stdout(), &book).context("the book can't be written to stdout")
}
