//! `cargo site`: builds, serves and checks the talk's site.

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};
use site::{build, checks, deck, figures, serve, setup, talk, wasm, workspace};
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
    /// Build the site, serve it and build it again after each change [default]
    Serve(Serve),
    /// Build the site
    Build {
        /// The folder to build into [default: target/site]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Make pages that reload when `cargo site serve` has built them again
        #[arg(long, hide = true)]
        live_reload: bool,
    },
    /// Print the talk's schedule
    Outline,
    /// Write the slides as a PDF
    Pdf {
        /// The file to write [default: target/slides.pdf]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Run every check
    Test,
    /// Measure in the browser how fast the calculator answers
    Bench,
    /// Be mdBook's preprocessor: a book as JSON from stdin to stdout
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
        Command::Build { out, live_reload } => build_site(out, live_reload),
        Command::Outline => outline(),
        Command::Pdf { out } => pdf(out),
        Command::Test => test(),
        Command::Bench => bench(),
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

fn build_site(out: Option<PathBuf>, live_reload: bool) -> Result<()> {
    setup::wasm_target()?;
    let sources = build::Sources {
        root: workspace::root().to_owned(),
        widget: wasm::build()?,
        reveal: deck::install()?,
        live_reload,
        base_path: live_reload.then(|| "/".to_owned()),
    };
    build::build(&sources, &out.unwrap_or_else(default_out))?;
    if !live_reload {
        for example in talk::examples_left(workspace::root())? {
            println!("note: {example}");
        }
    }
    Ok(())
}

fn default_out() -> PathBuf {
    workspace::target_dir().join("site")
}

#[tokio::main]
async fn serve_site(port: u16) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("port {port} is taken: choose another by --port"))?;
    let port = listener.local_addr()?.port();
    println!("http://localhost:{port} (Ctrl-C stops)");
    let site = default_out();
    let out = site.clone();
    serve::serve(listener, workspace::root(), &site, move || rebuild(&out)).await
}

/// Builds by a new process, so that a change of the widget, or of this command, is in it.
fn rebuild(out: &Path) -> Result<()> {
    let build = workspace::cargo(["run", "--quiet", "--package", "site", "--bin", "site", "--"])
        .args(["build", "--live-reload", "--out"])
        .arg(out)
        .output()
        .context("cargo can't be run")?;
    let said = String::from_utf8_lossy(&build.stderr);
    ensure!(
        build.status.success(),
        "{}\nThe last good site is still served.",
        said.trim().trim_start_matches("error: ")
    );
    eprint!("{said}");
    println!("built {}", out.display());
    Ok(())
}

fn outline() -> Result<()> {
    print!("{}", deck::outline(workspace::root())?);
    Ok(())
}

/// From the site as it is now, built anew.
#[tokio::main]
async fn pdf(out: Option<PathBuf>) -> Result<()> {
    setup::browser()?;
    let site = default_out();
    build_site(Some(site.clone()), false)?;
    let out = out.unwrap_or_else(|| workspace::target_dir().join("slides.pdf"));
    deck::write_pdf(&site, &out).await?;
    println!("{}", out.display());
    Ok(())
}

/// The widget is measured as it is published; what measures it need not be fast.
fn bench() -> Result<()> {
    setup::wasm_target()?;
    setup::browser()?;
    let mut benches = workspace::cargo(["bench", "--quiet", "--package", "site", "--bench", "*"]);
    let status = benches.args(["--profile", "dev"]).status()?;
    ensure!(status.success(), "the benchmark stopped");
    Ok(())
}

fn test() -> Result<()> {
    let outcome = checks::run()?;
    if !outcome.failed.is_empty() {
        std::process::exit(1);
    }
    Ok(())
}
