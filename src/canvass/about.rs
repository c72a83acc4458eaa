//! Who the campaign is, how to reach it, what it keeps and why, and whom it may pass that on to:
//! what is said at a door before anybody agrees to anything.

use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::provenance::has_full_register;

/// For how many days without contact a phone keeps its list, unless the campaign says otherwise.
pub const USUAL_DAYS: u16 = 14;

/// What the board says of the campaign itself. Where organisers said different things at once, something must be
/// said at the door all the same: the first in the logs' order is read until it is settled, which is one on every
/// device, and the fewest days count. Organisers see every version ([`differing`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutUs {
    /// The group's name.
    pub group: String,
    /// How to reach it.
    pub contact: String,
    /// Whom it may pass on what it gathers to; empty for nobody, and always where a list of the
    /// full register was loaded.
    pub shared_with: String,
    /// What it keeps; empty where that is not said yet.
    pub kept: String,
    /// Why it keeps that; empty where that is not said yet.
    pub why: String,
    /// For how many days without contact a phone keeps its list.
    pub days: u16,
}

impl Default for AboutUs {
    fn default() -> AboutUs {
        AboutUs {
            group: String::new(),
            contact: String::new(),
            shared_with: String::new(),
            kept: String::new(),
            why: String::new(),
            days: USUAL_DAYS,
        }
    }
}

impl AboutUs {
    /// As the board has it.
    pub fn read(state: &State) -> AboutUs {
        let mut about = AboutUs::default();
        let first = said(state, Kind::ABOUT_US).next();
        if let Some(Fact::AboutUs {
            group,
            contact,
            shared_with,
        }) = first
        {
            (about.group, about.contact, about.shared_with) = (group, contact, shared_with);
        }
        // What is of the full register is passed on to nobody, whatever was said.
        if has_full_register(state) {
            about.shared_with.clear();
        }
        if let Some(Fact::Kept { what, why, .. }) = said(state, Kind::KEPT).next() {
            (about.kept, about.why) = (what, why);
        }
        let days = said(state, Kind::KEPT).filter_map(|fact| match fact {
            Fact::Kept { days, .. } => Some(days),
            _ => None,
        });
        if let Some(fewest) = days.min() {
            about.days = fewest;
        }
        about
    }

    /// Whether all of it is said: before that nobody is invited to knock. That nobody else gets to
    /// see it is said by naming nobody.
    pub fn is_whole(&self) -> bool {
        let parts = [&self.group, &self.contact, &self.kept, &self.why];
        parts.iter().all(|part| !part.trim().is_empty())
    }
}

/// The keyholders' signed words for a later end of the campaign, each as it travels: whether they
/// hold is not for here to say.
pub fn extensions(state: &State) -> Vec<Vec<u8>> {
    state
        .of_kind(Kind::EXTENDED)
        .filter_map(
            |(_, entry)| match Fact::read(Kind::EXTENDED, &entry.event.body) {
                Ok(Some(Fact::Extended { extension })) => Some(extension),
                _ => None,
            },
        )
        .collect()
}

/// A thing that the board says of the campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The group's name.
    Group,
    /// How to reach it.
    Contact,
    /// Whom it may pass on what it gathers to.
    SharedWith,
    /// What it keeps.
    Kept,
    /// Why.
    Why,
    /// For how many days without contact a phone keeps its list.
    Days,
}

/// What organisers said at once of a line where that differs in more than case and spacing, in the logs' order: the
/// first is read at doors, of days the fewest.
pub fn differing(state: &State) -> Vec<(Line, Vec<String>)> {
    let mut lines = [
        Line::Group,
        Line::Contact,
        Line::SharedWith,
        Line::Kept,
        Line::Why,
        Line::Days,
    ]
    .map(|line| (line, Vec::<String>::new()));
    let all = said(state, Kind::ABOUT_US).chain(said(state, Kind::KEPT));
    for (line, words) in all.flat_map(as_lines) {
        let same = |other: &String| meaning(other) == meaning(&words);
        if let Some((_, said)) = lines.iter_mut().find(|(of, _)| *of == line)
            && !said.iter().any(same)
        {
            said.push(words);
        }
    }
    let locked = has_full_register(state);
    let differ = lines.into_iter().filter(|(_, said)| said.len() > 1);
    differ
        .filter(|(line, _)| !(locked && *line == Line::SharedWith))
        .collect()
}

fn as_lines(fact: Fact) -> Vec<(Line, String)> {
    match fact {
        Fact::AboutUs {
            group,
            contact,
            shared_with,
        } => vec![
            (Line::Group, group),
            (Line::Contact, contact),
            (Line::SharedWith, shared_with),
        ],
        Fact::Kept { what, why, days } => vec![
            (Line::Kept, what),
            (Line::Why, why),
            (Line::Days, days.to_string()),
        ],
        _ => Vec::new(),
    }
}

fn meaning(words: &str) -> Value {
    Value::Words(words.to_string()).normalised()
}

/// What stands of a kind, in the logs' order.
fn said(state: &State, kind: Kind) -> impl Iterator<Item = Fact> + '_ {
    let said = state.of_kind(kind);
    said.filter_map(move |(_, entry)| Fact::read(kind, &entry.event.body).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::draft::Draft;
    use super::super::id::Facet;
    use super::super::small::Small;
    use super::super::stream::Stream;
    use super::*;

    fn us(group: &str, contact: &str, shared_with: &str) -> Fact {
        Fact::AboutUs {
            group: group.into(),
            contact: contact.into(),
            shared_with: shared_with.into(),
        }
    }

    fn kept(what: &str, days: u16) -> Fact {
        Fact::Kept {
            what: what.into(),
            why: "To act together".into(),
            days,
        }
    }

    /// In the log of this writer, over what stands of its kind where it has seen it.
    fn says(small: &mut Small, by: u8, fact: Fact, seen: bool) {
        let state = small.state();
        let standing = state.of_kind(fact.kind()).filter(|_| seen);
        let over = standing.map(|(dot, _)| dot).collect();
        let about = vec![Facet::ABOUT_US.into()];
        let draft = Draft {
            over,
            ..Draft::new(Stream::Board, fact, about)
        };
        small.record(by, Role::Organiser, draft);
    }

    #[test]
    fn of_several_the_first_is_read_and_the_fewest_days_and_all_are_told() {
        let mut small = Small::new(1);
        says(
            &mut small,
            9,
            us("Larch Residents", "01632 960 001", ""),
            false,
        );
        says(&mut small, 9, kept("What you tell us", 7), false);
        says(
            &mut small,
            4,
            us("larch  residents", "01632 960 002", "The union"),
            false,
        );
        says(&mut small, 4, kept("What you tell us", 21), false);
        let state = small.state();
        let read = AboutUs::read(&state);
        assert_eq!(read.contact, "01632 960 002");
        assert_eq!(read.shared_with, "The union");
        assert_eq!(read.days, 7);
        let words = |words: &[&str]| words.iter().map(|it| it.to_string()).collect();
        let expected: [(Line, Vec<String>); 3] = [
            (Line::Contact, words(&["01632 960 002", "01632 960 001"])),
            (Line::SharedWith, words(&["The union", ""])),
            (Line::Days, words(&["21", "7"])),
        ];
        assert_eq!(differing(&state), expected);
    }

    /// Whoever has seen all that stands settles it, from whichever log.
    #[test]
    fn whoever_says_it_once_more_settles_it_whichever_log_comes_first() {
        for by in [4, 6, 9] {
            let mut small = Small::new(1);
            for (by, contact, days) in [(9, "01632 960 001", 7), (4, "01632 960 002", 21)] {
                says(&mut small, by, us("Larch Residents", contact, ""), false);
                says(&mut small, by, kept("What you tell us", days), false);
            }
            says(
                &mut small,
                by,
                us("Larch Residents", "01632 960 003", ""),
                true,
            );
            says(&mut small, by, kept("What you tell us", 30), true);
            let state = small.state();
            let read = AboutUs::read(&state);
            assert_eq!((read.contact.as_str(), read.days), ("01632 960 003", 30));
            assert_eq!(differing(&state), []);
        }
    }

    #[test]
    fn nothing_is_whole_before_everything_is_said() {
        let whole = AboutUs {
            group: "Larch Residents".into(),
            contact: "01632 960 001".into(),
            shared_with: String::new(),
            kept: "What you tell us".into(),
            why: "To act together".into(),
            days: 14,
        };
        assert!(whole.is_whole());
        assert!(!AboutUs::read(&State::default()).is_whole());
        for lacking in 0..4 {
            let mut about = whole.clone();
            let parts = [
                &mut about.group,
                &mut about.contact,
                &mut about.kept,
                &mut about.why,
            ];
            if let Some(part) = parts.into_iter().nth(lacking) {
                *part = " ".into();
            }
            assert!(!about.is_whole(), "{lacking}");
        }
    }
}
