//! A file that has grown past what one reads in a sitting is taken apart.

use super::none;
use super::source::{Source, under};

const LINES: usize = 500;

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LINES).then(|| format!("{} has {lines} lines, over {LINES}", source.path))
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let code = ["src", "tests", "xtask", "style", "public"];
    let sources = code
        .into_iter()
        .flat_map(|folder| under(folder, &[".rs", ".css", ".js", ".html"]));
    none(sources.filter_map(|source| too_long(&source)).collect());
}

#[test]
fn a_long_file_is_noticed() {
    let of = |lines: usize| Source {
        path: "a.rs".to_string(),
        text: "//\n".repeat(lines),
    };
    assert!(too_long(&of(LINES)).is_none());
    assert!(too_long(&of(LINES + 1)).is_some());
}
