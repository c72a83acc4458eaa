//! Who the campaign is, how to reach it, what it keeps and why, and whom it may pass that on to:
//! what is said at a door before anybody agrees to anything.

use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::provenance::has_full_register;

/// For how many days without contact a phone keeps its list, unless the campaign says otherwise.
pub const USUAL_DAYS: u16 = 14;

/// What the board says of the campaign itself. Where organisers disagree, the first of them
/// stands until it is settled: something must be said at the door.
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
        if let Some(Fact::AboutUs {
            group,
            contact,
            shared_with,
        }) = first(state, Kind::ABOUT_US)
        {
            (about.group, about.contact, about.shared_with) = (group, contact, shared_with);
        }
        // What is of the full register is passed on to nobody, whatever was said.
        if has_full_register(state) {
            about.shared_with.clear();
        }
        if let Some(Fact::Kept { what, why, days }) = first(state, Kind::KEPT) {
            (about.kept, about.why, about.days) = (what, why, days);
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

fn first(state: &State, kind: Kind) -> Option<Fact> {
    let mut said = state.of_kind(kind);
    said.find_map(|(_, entry)| Fact::read(kind, &entry.event.body).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

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
