//! The page that a speaker looks at before the talk.

use crate::support::BUILT;
use site::{
    length::Length,
    rehearsal::{self, Check},
};
use std::fs;
use workspace::root;

/// The text of each cell of the tables, row by row.
fn rows(html: &str) -> Vec<Vec<String>> {
    let text = |cell: &str| {
        let (_, cell) = cell.split_once('>').unwrap();
        let parts = cell
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        parts.collect::<String>()
    };
    let rows = html.split("<tr>").skip(1);
    rows.map(|row| {
        let (row, _) = row.split_once("</tr>").unwrap();
        let cells = row.split("<td").skip(1);
        cells
            .map(|cell| text(cell.split("</td>").next().unwrap()))
            .collect()
    })
    .collect()
}

#[test]
fn it_has_the_times_the_keys_the_slides_without_a_picture_and_what_works() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("rehearsal.html");
    let checks = [
        rehearsal::try_offline(&BUILT),
        Check {
            what: "The demo",
            works: false,
            found: "run `a < b`".to_owned(),
        },
    ];
    assert!(checks[0].works, "{}", checks[0]);
    for length in Length::ALL {
        rehearsal::write(root(), &BUILT, length, &checks, &page).unwrap();
        let html = fs::read_to_string(&page).unwrap();
        assert!(
            html.contains(&format!("The {length}-minute talk")),
            "{length}"
        );
        assert!(html.contains("run <code>a &lt; b</code>"), "{length}");
        let rows = rows(&html);
        let row = |column: usize, text: &str| {
            let is_it = |row: &&Vec<String>| row.get(column).is_some_and(|cell| cell == text);
            rows.iter().find(is_it)
        };
        assert_eq!(row(1, "The demo").unwrap()[0], "No");
        // The cover takes a minute in each length.
        assert_eq!(row(3, "Why compare them").unwrap()[0], "1:00");
        assert!(row(0, "T").unwrap()[1].contains("dark"));
        let (_, wordy) = html.split_once("Slides without a picture").unwrap();
        let slides = wordy.matches("#/").count();
        assert!(
            (1..=12).contains(&slides),
            "{length}: {slides} slides of words only"
        );
        for pictured in ["cold-start", "your-traffic", "ownership"] {
            assert!(!wordy.contains(&format!("#/{pictured}\"")), "{pictured}");
        }
        assert_eq!(row(3, "Live demo").is_some(), length > Length::ALL[0]);
    }
}
