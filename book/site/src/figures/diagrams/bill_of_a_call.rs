//! The time line of a cold and of a warm call, and what of it is billed.

use super::{
    canvas::{Anchor, Canvas},
    diagram::{Diagram, Drawing},
};
use crate::{
    chart::Layout,
    figures::{
        captioned_table::marked_note,
        context::Context,
        format::ms,
        published_workloads::{self, LIGHT},
        source,
    },
};
use anyhow::Result;
use data::{Architecture, Origin, Variant};

pub(super) const DIAGRAM: Diagram = Diagram {
    name: "call",
    title: "A cold call and a warm one, and what is billed",
    draw,
};

const MEMORY: &str = "512";
/// The architecture for which warm calls were published in both languages at that size.
const ARCHITECTURE: Architecture = Architecture::Arm64;

/// The durations in ms of one language.
struct Lane {
    variant: Variant,
    init: f64,
    first_call: f64,
    warm_call: f64,
}

fn draw(context: &Context) -> Result<Drawing> {
    let lane = |variant| {
        let mean = |figure| {
            let runtime = published_workloads::runtime(variant);
            let cell = [LIGHT, runtime, MEMORY, ARCHITECTURE.name()];
            published_workloads::mean(context.dataset, figure, cell)
        };
        anyhow::Ok(Lane {
            variant,
            init: mean("init")?,
            first_call: mean("first-call")?,
            warm_call: mean("warm")?,
        })
    };
    let lanes = [lane(Variant::Python)?, lane(Variant::Rust)?];
    let words = lanes.each_ref().map(|lane| {
        format!(
            "{}: INIT {}, first call {}, together billed as {}; a warm call {}",
            lane.variant.label(),
            ms(lane.init),
            ms(lane.first_call),
            ms(lane.init + lane.first_call),
            ms(lane.warm_call)
        )
    });
    let source = source::find(context, published_workloads::FILE)?;
    let basis = format!(
        "Means at {MEMORY} MB on {ARCHITECTURE} of a function that uses DynamoDB, measured on AWS by others: {}",
        source::attribution(source)
    );
    Ok(Drawing {
        description: format!(
            "A cold call is INIT and the first call, both billed; a warm call is billed alone. {}.",
            words.join(". ")
        ),
        basis: marked_note(Origin::Published, &basis),
        wide: drawn(&lanes, Layout::Wide),
        narrow: drawn(&lanes, Layout::Narrow),
    })
}

const NAMES: f64 = 84.0;
const BAR: f64 = 46.0;
const LANE: f64 = 156.0;
/// Between the cold call and the warm one, where time passes that nobody pays for.
const PAUSE: f64 = 44.0;
/// Room for the words beside the warm call.
const BEHIND: f64 = 112.0;

fn drawn(lanes: &[Lane; 2], layout: Layout) -> Canvas {
    let width = f64::from(layout.width());
    let left = match layout {
        Layout::Wide => NAMES,
        Layout::Narrow => 0.0,
    };
    let longest = lanes
        .iter()
        .map(|lane| lane.init + lane.first_call + lane.warm_call);
    let scale = (width - left - PAUSE - BEHIND) / longest.fold(0.0, f64::max);
    let mut canvas = Canvas::new(width, 2.0 * LANE + 4.0);
    let tops = [26.0, 26.0 + LANE];
    for (lane, top) in lanes.iter().zip(tops) {
        let (name, at) = (
            lane.variant.label(),
            match layout {
                Layout::Wide => (0.0, top + BAR / 2.0 + 6.0),
                Layout::Narrow => (0.0, top + BAR + 76.0),
            },
        );
        canvas.text(
            &format!("name {}", lane.variant.name()),
            at,
            Anchor::Start,
            name,
        );
    }
    let each = |canvas: &mut Canvas, draw: fn(&mut Canvas, &Lane, f64, f64, f64)| {
        canvas.step(|canvas| {
            for (lane, top) in lanes.iter().zip(tops) {
                draw(canvas, lane, left, top, scale);
            }
        });
    };
    each(&mut canvas, |canvas, lane, left, top, scale| {
        let class = format!("pale {}", lane.variant.name());
        canvas.rect(&class, (left, top), (lane.init * scale, BAR));
        let words = format!("INIT {}", ms(lane.init));
        canvas.text("", (left, top - 8.0), Anchor::Start, &words);
    });
    each(&mut canvas, |canvas, lane, left, top, scale| {
        let (x, class) = (
            left + lane.init * scale,
            format!("full {}", lane.variant.name()),
        );
        canvas.rect(&class, (x, top), (lane.first_call * scale, BAR));
        let words = format!("first call {}", ms(lane.first_call));
        canvas.text("", (x, top + BAR + 20.0), Anchor::Start, &words);
    });
    each(&mut canvas, |canvas, lane, left, top, scale| {
        let x = left + (lane.init + lane.first_call) * scale + PAUSE;
        let class = format!("full {}", lane.variant.name());
        canvas.rect(&class, (x, top), ((lane.warm_call * scale).max(2.0), BAR));
        let words = x + lane.warm_call * scale + 8.0;
        canvas.text(
            "",
            (words, top + BAR / 2.0 - 4.0),
            Anchor::Start,
            "a warm call",
        );
        let duration = ms(lane.warm_call);
        canvas.text(
            "",
            (words, top + BAR / 2.0 + 18.0),
            Anchor::Start,
            &duration,
        );
    });
    each(&mut canvas, |canvas, lane, left, top, scale| {
        let (cold, y) = (lane.init + lane.first_call, top + BAR + 36.0);
        bracket(canvas, left, left + cold * scale, y);
        let words = format!("billed: {}", ms(cold));
        canvas.text("strong", (left, y + 24.0), Anchor::Start, &words);
        let warm = left + cold * scale + PAUSE;
        bracket(canvas, warm, warm + (lane.warm_call * scale).max(8.0), y);
        canvas.text("strong", (warm, y + 24.0), Anchor::Start, "billed");
    });
    canvas
}

fn bracket(canvas: &mut Canvas, from: f64, to: f64, y: f64) {
    canvas.line("bracket", (from, y - 6.0), (from, y));
    canvas.line("bracket", (from, y), (to, y));
    canvas.line("bracket", (to, y), (to, y - 6.0));
}
