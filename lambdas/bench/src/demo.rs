//! The built site with a local Lambda behind it, which its page of the race asks for live calls.

mod race;

use crate::{
    cgroup::Hierarchy,
    dynamodb::{Connection, DynamoDb},
    function::Function,
    languages,
    provenance::architecture,
    sandbox::Host,
    workloads,
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

/// The functions of a race, and the site that shows it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The functions to choose from.
    pub workloads: Vec<Workload>,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// Calls in each language, the first of them a cold start.
    pub calls: u32,
    /// The code of the region whose prices the bill is computed with.
    pub region: String,
    /// The folder of the built site.
    pub site: PathBuf,
    /// Cargo's profile of what is compiled.
    pub profile: String,
}

/// The races of a demo, one at a time, and what they need.
struct Races {
    host: Host,
    functions: BTreeMap<(Workload, Variant), Function>,
    events: BTreeMap<Workload, Bytes>,
    memory_mb: u32,
    calls: u32,
    architecture: Architecture,
    prices: RegionPrices,
    /// Held by the race that runs: two at once would slow each other down.
    turn: Mutex<()>,
    running: TaskTracker,
    ending: CancellationToken,
    _dynamodb: DynamoDb,
}

/// A running demo.
pub struct Served {
    /// The address at which it answers.
    pub address: SocketAddr,
    races: Arc<Races>,
    server: JoinHandle<io::Result<()>>,
}

impl Served {
    /// Builds the functions and serves the site with them.
    ///
    /// # Errors
    /// There is no site, a function can't be built, the region is unknown, or the port is taken.
    pub async fn start(options: &Options) -> Result<Self> {
        let Options { port, site, .. } = options;
        ensure!(
            site.join("index.html").is_file(),
            "{} holds no site: run `cargo site build`, or name its folder with --site",
            site.display()
        );
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await;
        let listener = listener
            .with_context(|| format!("port {port} can't be used: choose another with --port"))?;
        let address = listener.local_addr()?;
        let races = Arc::new(Races::prepare(options).await?);
        let router = Router::new()
            .route("/live/race", get(race))
            .with_state(races.clone())
            .fallback_service(ServeDir::new(site));
        // Every event of a race is sent at once, not with the next.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self {
            address,
            races,
            server,
        })
    }

    /// Ends it, with a race that runs, and waits until its sandboxes are gone.
    pub async fn stop(self) {
        self.server.abort();
        self.races.ending.cancel();
        self.races.running.close();
        self.races.running.wait().await;
    }
}

impl Races {
    async fn prepare(options: &Options) -> Result<Self> {
        let prices = data::read_prices(&workspace::data().join("prices"))?;
        let prices = prices.region(&options.region)?.clone();
        languages::prepare(RACERS)?;
        let mut functions = BTreeMap::new();
        let mut events = BTreeMap::new();
        for &workload in &options.workloads {
            for variant in RACERS {
                let function = workloads::function(workload, variant, &options.profile)?;
                functions.insert((workload, variant), function);
            }
            events.insert(workload, workloads::event(workload)?);
        }
        let dynamodb = DynamoDb::start(Connection::as_on_aws()?).await?;
        Ok(Self {
            host: Host::to_serve(dynamodb.environment())?,
            functions,
            events,
            memory_mb: options.memory_mb,
            calls: options.calls,
            architecture: architecture()?,
            prices,
            turn: Mutex::default(),
            running: TaskTracker::default(),
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
async fn race(State(races): State<Arc<Races>>, Query(asked): Query<Asked>) -> Response {
    let workload = asked.workload.parse::<Workload>().ok();
    let Some(workload) = workload.filter(|workload| races.events.contains_key(workload)) else {
        let known: Vec<_> = races.events.keys().map(ToString::to_string).collect();
        let refusal = format!(
            "`{}` does not race here: use {}\n",
            asked.workload,
            known.join(", ")
        );
        return (StatusCode::NOT_FOUND, refusal).into_response();
    };
    let (sender, events) = mpsc::channel(16);
    let running = races.running.clone();
    running.spawn(async move {
        let _turn = races.turn.lock().await;
        race::run(&races, workload, &sender).await;
    });
    let events = ReceiverStream::new(events);
    Sse::new(events.map(|event: race::RaceEvent| {
        let sent = Event::default().event(event.name);
        Ok::<_, Infallible>(sent.data(event.data.to_string()))
    }))
    .into_response()
}

/// Has each function answer one call on this machine as it is, and describes in a line what answered.
///
/// # Errors
/// See [`call_once`]; or the race would not be as on Lambda, because CPU and memory can't be limited or
/// because of the Python.
pub async fn check(options: &Options) -> Result<String> {
    if let Some(doubt) = languages::doubt(RACERS)? {
        bail!("{doubt}: name another with --python or the variable PYTHON");
    }
    Hierarchy::detect().context("CPU and memory can't be limited: run it as root")?;
    call_once(options).await
}

/// Serves the demo where it would be served, has each function answer one call in each language, and
/// stops. Describes in a line what answered.
///
/// # Errors
/// See [`Served::start`]; or a function fails.
pub async fn call_once(options: &Options) -> Result<String> {
    let once = Options {
        calls: 1,
        ..options.clone()
    };
    let served = Served::start(&once).await?;
    let mut outcome = Ok(());
    for &workload in &once.workloads {
        outcome = outcome.and(race::rehearse(&served.races, workload).await);
    }
    let address = served.address;
    served.stop().await;
    outcome?;
    let names: Vec<_> = once.workloads.iter().map(ToString::to_string).collect();
    Ok(format!(
        "{} answered in Rust and in Python at http://{address}, with {} MB",
        names.join(", "),
        once.memory_mb
    ))
}
