//! `cargo measure demo`: the built site, whose page of the race asks this local Lambda for live calls.

mod race;

use crate::{
    cgroup::Hierarchy,
    dynamodb::{Connection, DynamoDb},
    function::{self, Function},
    interrupt::Interrupts,
    languages, packages,
    sandbox::Host,
    serve::limits,
};
use anyhow::{Context, Result, bail, ensure};
use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::get,
    serve::ListenerExt,
};
use clap::{Args, value_parser};
use data::{Architecture, RegionPrices, Variant, Workload};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    convert::Infallible,
    future::IntoFuture,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    sync::{Mutex, mpsc},
    task::JoinHandle,
};
use tokio_stream::{StreamExt, wrappers::ReceiverStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::services::ServeDir;

/// The variants that race.
const RACERS: [Variant; 2] = [Variant::Rust, Variant::Python];

/// Serves the built site, on which Rust and Python race live, until a signal ends it.
#[derive(Args, Clone, Debug)]
pub struct Demo {
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 3002)]
    pub port: u16,
    /// Functions to choose from, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_values_t = Workload::compared())]
    pub workload: Vec<Workload>,
    /// Memory size in MB
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = value_parser!(u32).range(128..=10_240))]
    pub memory: u32,
    /// Calls in each language, the first of them a cold start
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
    pub calls: u32,
    /// The region whose prices the bill is computed with
    #[arg(long, value_name = "CODE", default_value = "ap-southeast-2")]
    pub region: String,
    /// The folder of the built site [default: `site` in Cargo's target folder]
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Cargo profile of the Rust functions; any but `lambda` is for trying out only
    #[arg(long, value_name = "NAME", default_value = "lambda")]
    pub profile: String,
    /// Only try whether it works here: each function answers one call
    #[arg(long)]
    pub check: bool,
}

/// What a race needs.
struct Stage {
    host: Host,
    functions: BTreeMap<(Workload, Variant), Function>,
    events: BTreeMap<Workload, Bytes>,
    memory_mb: u32,
    calls: u32,
    architecture: Architecture,
    prices: RegionPrices,
    /// Held by the race that runs: two at once would slow each other down.
    turn: Mutex<()>,
    races: TaskTracker,
    ending: CancellationToken,
    _dynamodb: DynamoDb,
}

/// A running demo.
pub struct Served {
    /// Where it answers.
    pub address: SocketAddr,
    stage: Arc<Stage>,
    server: JoinHandle<io::Result<()>>,
}

impl Served {
    /// Builds the functions and serves the site with them.
    ///
    /// # Errors
    /// There is no site, a function can't be built, the region is unknown, or the port is taken.
    pub async fn start(demo: &Demo) -> Result<Self> {
        let site = demo.site.clone();
        let site = site.unwrap_or_else(|| workspace::target().join("site"));
        ensure!(
            site.join("index.html").is_file(),
            "{} holds no site: run `cargo site build`, or say by --site where it is",
            site.display()
        );
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, demo.port)).await;
        let port = demo.port;
        let listener = listener
            .with_context(|| format!("port {port} can't be used: choose another with --port"))?;
        let address = listener.local_addr()?;
        let stage = Arc::new(Stage::set(demo).await?);
        let router = Router::new()
            .route("/live/race", get(race))
            .with_state(stage.clone())
            .fallback_service(ServeDir::new(site));
        // Every event of a race is sent at once, not with the next.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self {
            address,
            stage,
            server,
        })
    }

    /// Ends it, with a race that runs, and waits until its sandboxes are gone.
    pub async fn stop(self) {
        self.server.abort();
        self.stage.ending.cancel();
        self.stage.races.close();
        self.stage.races.wait().await;
    }
}

impl Stage {
    async fn set(demo: &Demo) -> Result<Self> {
        let prices = data::read_prices(&workspace::data().join("prices"))?;
        let prices = prices.region(&demo.region)?.clone();
        languages::prepare(RACERS)?;
        let mut functions = BTreeMap::new();
        let mut events = BTreeMap::new();
        for &workload in &demo.workload {
            for variant in RACERS {
                let function = function::find(workload, variant, &demo.profile)?;
                functions.insert((workload, variant), function);
            }
            events.insert(workload, function::event(workload)?);
        }
        let dynamodb = DynamoDb::start(Connection::as_on_aws()?).await?;
        Ok(Self {
            host: Host::new(limits(), dynamodb.environment())?,
            functions,
            events,
            memory_mb: demo.memory,
            calls: demo.calls,
            architecture: packages::architecture()?,
            prices,
            turn: Mutex::default(),
            races: TaskTracker::default(),
            ending: CancellationToken::default(),
            _dynamodb: dynamodb,
        })
    }
}

#[derive(Deserialize)]
struct Asked {
    workload: String,
}

/// A race as server-sent events. It ends when nobody listens any more.
async fn race(State(stage): State<Arc<Stage>>, Query(asked): Query<Asked>) -> Response {
    let workload = asked.workload.parse::<Workload>().ok();
    let Some(workload) = workload.filter(|workload| stage.events.contains_key(workload)) else {
        let known: Vec<_> = stage.events.keys().map(ToString::to_string).collect();
        let refusal = format!(
            "`{}` is not here: use {}\n",
            asked.workload,
            known.join(", ")
        );
        return (StatusCode::NOT_FOUND, refusal).into_response();
    };
    let (sender, moments) = mpsc::channel(16);
    let races = stage.races.clone();
    races.spawn(async move {
        let _turn = stage.turn.lock().await;
        race::run(&stage, workload, &sender).await;
    });
    let events = ReceiverStream::new(moments);
    Sse::new(events.map(|moment: race::Moment| {
        let event = Event::default().event(moment.name);
        Ok::<_, Infallible>(event.data(moment.data.to_string()))
    }))
    .into_response()
}

/// Says in a line what works of the demo on this machine.
///
/// # Errors
/// What [`call_once`] says, or the race would not be as on Lambda: for want of a limit, or because of the
/// Python.
async fn check(demo: &Demo) -> Result<String> {
    if let Some(doubt) = languages::doubt(RACERS)? {
        bail!("{doubt}: name another by --python or by the variable PYTHON");
    }
    Hierarchy::detect().context("no limit of CPU and memory can be set: run it as root")?;
    call_once(demo).await
}

/// Serves the demo where it would be served, has each function answer one call in each language, and ends.
/// Says in a line what answered.
///
/// # Errors
/// What [`Served::start`] says, or a function fails.
pub async fn call_once(demo: &Demo) -> Result<String> {
    let once = Demo {
        calls: 1,
        ..demo.clone()
    };
    let served = Served::start(&once).await?;
    let mut outcome = Ok(());
    for &workload in &once.workload {
        outcome = outcome.and(race::rehearse(&served.stage, workload).await);
    }
    let address = served.address;
    served.stop().await;
    outcome?;
    let names: Vec<_> = once.workload.iter().map(ToString::to_string).collect();
    Ok(format!(
        "{} answered in Rust and in Python at http://{address}, with {} MB",
        names.join(", "),
        once.memory
    ))
}

/// Runs `cargo measure demo`.
///
/// # Errors
/// What [`Served::start`] says, or a signal ends it ([`crate::interrupt::Interrupted`]).
pub async fn run(demo: Demo) -> Result<()> {
    let mut interrupts = Interrupts::catch()?;
    if demo.check {
        return tokio::select! {
            checked = check(&demo) => checked.map(|found| println!("{found}")),
            interrupted = interrupts.next() => Err(interrupted.into()),
        };
    }
    let served = Served::start(&demo).await?;
    let site = format!("http://{}", served.address);
    println!("The race:   {site}/demo.html?live");
    println!("The slides: {site}/slides/index.html?live#/the-race");
    println!("Ctrl-C ends it");
    let interrupted = interrupts.next().await;
    served.stop().await;
    Err(interrupted.into())
}
