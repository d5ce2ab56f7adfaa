//! `cargo site`: builds, serves and checks the talk's site.

use anyhow::{Context, Result, anyhow};
use clap::{Parser, Subcommand};
use site::{
    build::{self, Packages},
    build_cache::BuildCache,
    build_worker::{self, Builder},
    config, deck, dev_server, figures,
    length::Length,
    rehearsal,
    tooling::{audit, bench, checks, directives, pdf, readme, setup},
    wasm,
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
};
use tokio::net::TcpListener;

/// Builds, serves and checks the talk's site
#[derive(Parser)]
#[command(bin_name = "cargo site", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Build and serve the site, and rebuild it after each change [default]
    Serve(Serve),
    /// Build the site
    Build {
        /// The folder to build into [default: target/site]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Build for `cargo site`, once for each line of stdin
    #[command(hide = true)]
    BuildOnDemand {
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the talk's schedule for each length
    Outline,
    /// Write the table of directives in CONTRIBUTING.md
    Directives,
    /// Build the site and write a page for the speaker: times, keys, and what works on this machine
    Rehearse {
        /// The talk's length in minutes [default: the one in book.toml]
        #[arg(long, value_name = "MINUTES")]
        length: Option<Length>,
        /// Skip the live demo, which takes about ten minutes to compile the first time
        #[arg(long)]
        without_demo: bool,
    },
    /// Write the slides as a PDF
    Pdf {
        /// The file to write [default: target/slides.pdf]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Retake the README's pictures in book/readme/
    Picture,
    /// Run every check, or single tests
    Test {
        /// Only run tests whose package or name contains one of these words
        #[arg(value_name = "WORD", conflicts_with = "all")]
        words: Vec<String>,
        /// Run the tests of the local Lambda even if they have passed on the same files
        #[arg(long)]
        all: bool,
    },
    /// Measure how fast the calculator answers, a change appears, and the site builds
    Bench,
    /// Audit the site with Lighthouse and axe, and write a report to target/audit/
    Audit {
        /// Visits to each page on each device; the report gives their median
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
        visits: u8,
    },
    /// Run as an mdBook preprocessor: a book as JSON from stdin to stdout
    #[command(hide = true)]
    Preprocess(Preprocess),
}

#[derive(clap::Args)]
struct Serve {
    /// The port on localhost
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

#[derive(clap::Args)]
struct Preprocess {
    /// mdBook's question before it runs a preprocessor: `supports <renderer>`
    question: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command.unwrap_or(Command::Serve(arguments.serve)) {
        Command::Serve(Serve { port }) => serve_site(port),
        Command::Build { out } => build_site(&out.unwrap_or_else(default_out)),
        Command::BuildOnDemand { out } => build_on_demand(&out),
        Command::Outline => outline(),
        Command::Directives => document_directives(),
        Command::Rehearse {
            length,
            without_demo,
        } => rehearse(length, without_demo),
        Command::Pdf { out } => print_pdf(out),
        Command::Picture => picture(),
        Command::Test { all, words } => test(all, &words),
        Command::Bench => bench::run(),
        Command::Audit { visits } => audit(visits),
        Command::Preprocess(Preprocess { question }) if question.is_empty() => {
            figures::preprocess()
        }
        Command::Preprocess(_) => Ok(()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn build_site(out: &Path) -> Result<()> {
    let mut cache = BuildCache::default();
    let packages = Packages::install()?;
    // While cargo looks at the widget, rows are read; if they can't be, the build says so.
    let (widget, _) = rayon::join(widget, || cache.read(workspace::root(), &packages));
    build::build_again(&sources(widget?, packages), out, &mut cache)?;
    let examples = config::examples_left(workspace::root())?;
    for note in cache.not_measured().chain(examples) {
        println!("note: {note}");
    }
    Ok(())
}

fn build_on_demand(out: &Path) -> Result<()> {
    let live = build::Sources {
        live_reload: true,
        base_path: Some("/".to_owned()),
        ..sources(widget()?, Packages::install()?)
    };
    build_worker::work(&live, out)
}

/// Sources of the site that is published.
fn sources(widget: PathBuf, packages: Packages) -> build::Sources {
    build::Sources {
        root: workspace::root().to_owned(),
        widget,
        packages,
        live_reload: false,
        base_path: None,
    }
}

/// The calculator as the browser runs it, once what compiles it is there.
fn widget() -> Result<PathBuf> {
    setup::wasm_target()?;
    wasm::build()
}

fn default_out() -> PathBuf {
    workspace::target().join("site")
}

#[tokio::main]
async fn serve_site(port: u16) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("port {port} is taken: choose another with --port"))?;
    let port = listener.local_addr()?.port();
    println!("http://localhost:{port} (Ctrl-C stops)");
    if !wasm::is_compiled() {
        // Here, where cargo's progress is seen; what is wrong with it, the first build says.
        let _ = widget();
    }
    let site = default_out();
    let out = site.clone();
    let mut builder = Builder::new(out.clone());
    let rebuild = move |is_outdated| {
        builder
            .build(is_outdated)
            .map_err(|error| anyhow!("{error:#}\nThe last good site is still served."))?;
        println!("built {}", out.display());
        Ok(())
    };
    dev_server::serve(listener, workspace::root(), &site, rebuild).await
}

fn outline() -> Result<()> {
    print!("{}", deck::outline(workspace::root())?);
    Ok(())
}

fn document_directives() -> Result<()> {
    println!("{}", directives::write()?.display());
    Ok(())
}

/// Rebuilds the site first.
fn rehearse(length: Option<Length>, without_demo: bool) -> Result<()> {
    let site = default_out();
    build_site(&site)?;
    let length = length.map_or_else(|| config::chosen_length(workspace::root()), Ok)?;
    let mut checks = vec![rehearsal::try_offline(&site)];
    if !without_demo {
        checks.push(rehearsal::try_demo());
    }
    let out = workspace::target().join("rehearsal.html");
    rehearsal::write(workspace::root(), &site, length, &checks, &out)?;
    for check in checks {
        println!("{check}");
    }
    println!("{}", out.display());
    Ok(())
}

/// Rebuilds the site first.
#[tokio::main]
async fn print_pdf(out: Option<PathBuf>) -> Result<()> {
    setup::browser()?;
    let site = default_out();
    build_site(&site)?;
    let out = out.unwrap_or_else(|| workspace::target().join("slides.pdf"));
    pdf::write(&site, &out).await?;
    println!("{}", out.display());
    Ok(())
}

#[tokio::main]
async fn picture() -> Result<()> {
    setup::browser()?;
    let site = default_out();
    build_site(&site)?;
    for file in readme::write(&site).await? {
        println!("{}", file.display());
    }
    Ok(())
}

/// The site as it is now, as it is published.
#[tokio::main]
async fn audit(visits: u8) -> Result<()> {
    setup::browser()?;
    let site = default_out();
    build_site(&site)?;
    let report = audit::audit(&site, visits.into()).await?;
    println!("\n{}", report.display());
    Ok(())
}

fn test(all: bool, words: &[String]) -> Result<()> {
    let outcome = checks::run(all, words)?;
    if !outcome.failed.is_empty() {
        std::process::exit(1);
    }
    Ok(())
}
