//! `cargo site outline`: what is said when.

use super::{
    chapter::{read, with_slides},
    schedule::{Schedule, clock, rounded},
};
use crate::length::Length;
use anyhow::Result;
use std::{fmt::Write, path::Path};

/// The talk's schedule in each of its lengths: each slide with its minutes and the time at which it
/// starts, and the total.
///
/// # Errors
/// The book can't be read, or a slide lacks its time or its notes.
pub fn outline(root: &Path) -> Result<String> {
    let chapters = read(root)?;
    let chapters = with_slides(&chapters)?;
    let outlines = Length::ALL.map(|length| text(&Schedule::of(&chapters, length)));
    Ok(outlines.join("\n"))
}

fn text(schedule: &Schedule) -> String {
    let mut lines = format!("The {}-minute talk\n", schedule.length);
    for part in &schedule.parts {
        let (title, minutes) = (&part.chapter.title, rounded(part.minutes()));
        let _ = writeln!(lines, "  {title} ({minutes} min)");
        for timed in &part.slides {
            let (start, minutes) = (clock(timed.start), timed.minutes);
            let _ = writeln!(
                lines,
                "    {start:>6}  {minutes:>4} min  {}",
                timed.slide.title
            );
        }
    }
    let left = rounded(schedule.left());
    let rest = if left < 0.0 {
        format!("{} too many", -left)
    } else {
        format!("{left} left for questions")
    };
    let (count, minutes) = (schedule.count(), rounded(schedule.minutes()));
    let _ = writeln!(lines, "  {count} slides, {minutes} minutes, {rest}");
    lines
}
