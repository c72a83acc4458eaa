//! The language a household speaks at the door, as one or each of those who live there. One that is offered by a tap is recorded by its tag,
//! so that it is the same whichever language the phone itself speaks; any other by its name, as typed.

use super::draft::{self, Draft};
use super::estate;
use super::event::Kind;
use super::fact::Value;
use super::fold::State;
use super::id::{Facet, HouseholdId};
use super::order;
use super::register::{self, Reading};
use super::stream::Stream;
use super::whose::Whose;

/// The tags (RFC 5646) of the languages offered by a tap, in that order.
pub const OFFERED: [&str; 8] = ["en", "cy", "ur", "ar", "bn", "pl", "so", "pa"];

/// The languages noted of a household, as recorded, each once: those it speaks as one, then those of each who
/// lives there. Several, too, where people noted different ones, since whoever goes there may need any of them.
pub fn spoken(state: &State, household: HouseholdId) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for whose in speakers(state, household) {
        for language in spoken_by(state, household, whose) {
            if !all.contains(&language) {
                all.push(language);
            }
        }
    }
    all
}

/// Of whom a language may be noted: the household as one, and whoever of it has one of their own.
fn speakers(state: &State, household: HouseholdId) -> Vec<Whose> {
    let told = state.naming_as(Kind::PLAIN_FACT, household);
    let told = told.filter(|(_, entry)| entry.event.about.contains(&Facet::LANGUAGE.into()));
    let own = told.map(|(_, entry)| Whose::of(&entry.event.about));
    let mut residents: Vec<Whose> = own
        .filter(|whose| match whose {
            Whose::Resident(id) => !estate::is_hidden(state, *id),
            Whose::Household | Whose::Neighbour => false,
        })
        .collect();
    order::sort(&mut residents);
    residents.dedup();
    std::iter::once(Whose::Household).chain(residents).collect()
}

/// Those noted of the household as one, or of one who lives there.
pub fn spoken_by(state: &State, household: HouseholdId, whose: Whose) -> Vec<String> {
    let about = whose.facts(household, Facet::LANGUAGE);
    let values = match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Empty => Vec::new(),
        Reading::Agreed(value, _) => vec![value],
        Reading::Disagreement(versions) => versions.into_iter().map(|(value, _)| value).collect(),
    };
    let words = values.into_iter().filter_map(|value| {
        // Welsh and welsh are one language.
        match value.normalised() {
            Value::Words(words) if !words.is_empty() => Some(words),
            _ => None,
        }
    });
    words.collect()
}

/// What to record where a household speaks this one: a tag, or a name as it was typed.
pub fn speaks(state: &State, stream: Stream, household: HouseholdId, language: &str) -> Draft {
    speaks_of(state, stream, (household, Whose::Household), language)
}

/// As [`speaks`], of one who lives there: beside what the others speak, and not over it.
pub fn speaks_of(
    state: &State,
    stream: Stream,
    who: (HouseholdId, Whose),
    language: &str,
) -> Draft {
    let value = Value::Words(language.trim().to_string());
    draft::plain_fact_of(state, stream, who, Facet::LANGUAGE, value)
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::fact::Fact;
    use super::super::id::ResidentId;
    use super::super::small::Small;
    use super::*;

    fn says(small: &mut Small, whose: Whose, language: &str) {
        let stream = Stream::Stair(small.stair(0));
        let who = (small.household(0), whose);
        let draft = speaks_of(&small.state(), stream, who, language);
        small.record(3, Role::Volunteer, draft);
    }

    fn resident(small: &mut Small, name: &str) -> ResidentId {
        let fact = Fact::Resident { name: name.into() };
        let about = vec![small.household(0).into()];
        ResidentId(small.say(3, Role::Volunteer, 0, fact, about))
    }

    #[test]
    fn each_who_lives_there_speaks_their_own_and_the_household_what_it_did_before() {
        let mut small = Small::new(1);
        let home = small.household(0);
        let [mair, yusuf] = ["Mair", "Yusuf"].map(|name| resident(&mut small, name));
        assert!(spoken(&small.state(), home).is_empty());
        says(&mut small, Whose::Household, "cy");
        says(&mut small, Whose::Resident(yusuf), "so");
        says(&mut small, Whose::Resident(mair), "cy");
        let state = small.state();
        assert_eq!(spoken(&state, home), ["cy", "so"]);
        let by = |whose| spoken_by(&state, home, whose);
        assert_eq!(by(Whose::Household), ["cy"]);
        assert_eq!(by(Whose::Resident(yusuf)), ["so"]);

        // Said anew it is written over theirs, and nobody else's.
        says(&mut small, Whose::Resident(yusuf), "en");
        assert_eq!(spoken(&small.state(), home), ["cy", "en"]);
        let hidden = vec![yusuf.into()];
        small.say(3, Role::Volunteer, 0, Fact::Hidden {}, hidden);
        assert_eq!(spoken(&small.state(), home), ["cy"]);
    }

    /// As every phone wrote it before residents had one each.
    #[test]
    fn what_was_noted_of_a_household_before_is_read_and_written_as_it_was() {
        let mut small = Small::new(1);
        let home = small.household(0);
        let about = vec![home.into(), Facet::LANGUAGE.into()];
        let value = Value::Words("Tigrinya".into());
        let fact = Fact::PlainFact { value };
        let before = small.say(3, Role::Volunteer, 0, fact, about.clone());
        let state = small.state();
        assert_eq!(spoken(&state, home), ["tigrinya"]);
        let draft = speaks(&state, Stream::Stair(small.stair(0)), home, "ar");
        assert_eq!((draft.about, draft.over), (about, vec![before]));
    }
}
