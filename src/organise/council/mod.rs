//! What councils ask of petitions and deputations: dated data, `profiles.json`, with where it is from and
//! when somebody last looked. What nobody knows is left out there and is unknown here, never a no.

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use crate::canvass::deputation::Notice;
use crate::canvass::petition::{Council, Told};

/// The profiles, as they are shipped.
const PROFILES: &str = include_str!("profiles.json");
/// A profile is to be looked at again after so many months.
const MONTHS: u32 = 12;

/// What a council does once so many have signed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// So many valid signatures.
    pub names: usize,
    /// What becomes of the petition then, in words.
    pub what: String,
}

/// What becomes of signatures made on some other site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Elsewhere {
    /// The petition is not accepted.
    Rejected,
    /// Those count who show that they live, work or study there.
    Proven,
}

/// What a council asks of a petition. `None` and empty: nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PetitionRules {
    /// What it does at which number, from the fewest.
    pub steps: Vec<Step>,
    /// What a petition has to have, in words.
    pub fields: Vec<String>,
    /// The prayer stands on each page. It does on ours, whoever asks.
    pub each_page: Option<bool>,
    /// It takes signatures made on phones that are not its own site.
    pub phones: Option<bool>,
    /// What becomes of petitions on other sites.
    pub elsewhere: Option<Elsewhere>,
    /// Anybody may see who signed.
    pub public: Option<bool>,
    /// People under 18 may sign.
    pub under_18: Option<bool>,
    /// How long before a meeting it has to be there.
    pub notice: Option<Notice>,
    /// So many minutes to present it.
    pub minutes: Option<u16>,
    /// It is answered within so many working days.
    pub answered_within: Option<u16>,
    /// What else is known, in words.
    pub notes: Vec<String>,
}

/// What a council asks of a deputation. `None` and empty: nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeputationRules {
    /// Which meeting these rules are of.
    pub to: String,
    /// So many people at most.
    pub most: Option<usize>,
    /// So many of them speak.
    pub speakers: Option<usize>,
    /// So many have to back it at least.
    pub least_backers: Option<usize>,
    /// So many may back it at most.
    pub most_backers: Option<usize>,
    /// So many deputations a meeting.
    pub per_meeting: Option<usize>,
    /// None on the same for so many months.
    pub not_again_for: Option<usize>,
    /// How long before the council has to be told.
    pub notice: Option<Notice>,
    /// So many minutes.
    pub minutes: Option<u16>,
    /// Names and addresses are published.
    pub published: Option<bool>,
    /// What else is known, in words.
    pub notes: Vec<String>,
}

/// A council's rules, as somebody read them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it goes by in events.
    pub key: String,
    /// The council's name.
    pub name: String,
    /// Where the rules are from, in words.
    pub source: String,
    /// Where that is on the web, where it is known.
    pub address: Option<String>,
    /// The day as of which they were read; `None` where nobody wrote it down.
    pub checked: Option<NaiveDate>,
    /// Of petitions; `None` where nobody has looked.
    pub petition: Option<PetitionRules>,
    /// Of deputations; `None` where nobody has looked.
    pub deputation: Option<DeputationRules>,
}

/// How old what is known of a council is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Looked at within a year.
    Fresh,
    /// Looked at more than a year ago.
    Old,
    /// Nobody wrote down when.
    Unknown,
}

/// How old what was looked at on a day is on another (days since 1970-01-01).
pub fn age(checked: Option<i32>, today: i32) -> Age {
    let date = |day| NaiveDate::from_epoch_days(day);
    let fresh_until = checked
        .and_then(date)
        .and_then(|day| day.checked_add_months(Months::new(MONTHS)));
    match (fresh_until, date(today)) {
        (Some(until), Some(today)) if today <= until => Age::Fresh,
        (Some(_), _) => Age::Old,
        (None, _) => Age::Unknown,
    }
}

/// The profiles that are shipped, in their order.
#[expect(
    clippy::expect_used,
    reason = "the profiles are part of the program, and a test reads them"
)]
pub fn shipped() -> Vec<Profile> {
    serde_json::from_str(PROFILES).expect("the councils' profiles are such")
}

/// The profile of this key.
pub fn find(key: &str) -> Option<Profile> {
    shipped().into_iter().find(|profile| profile.key == key)
}

impl Profile {
    /// How old it is today (days since 1970-01-01).
    pub fn age(&self, today: i32) -> Age {
        age(self.checked.map(|day| day.to_epoch_days()), today)
    }

    /// What of it goes along with a petition, to every phone.
    pub fn council(&self) -> Council {
        let rules = self.petition.clone().unwrap_or_default();
        Council {
            key: self.key.clone(),
            name: self.name.clone(),
            phones: told(rules.phones),
            public: told(rules.public),
            checked: self.checked.map(|day| day.to_epoch_days()),
        }
    }
}

fn told(said: Option<bool>) -> Told {
    match said {
        Some(true) => Told::Yes,
        Some(false) => Told::No,
        None => Told::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::canvass::deputation::Counting;

    fn day(text: &str) -> i32 {
        text.parse::<NaiveDate>().unwrap().to_epoch_days()
    }

    #[test]
    fn r7_2_every_profile_says_where_it_is_from_and_is_dated_or_says_that_it_is_not() {
        let all = shipped();
        let keys: BTreeSet<&String> = all.iter().map(|it| &it.key).collect();
        assert_eq!(keys.len(), all.len());
        for wanted in [
            "westminster",
            "sutton",
            "hackney",
            "tower_hamlets",
            "bromley",
            "camden",
            "southwark",
            "barnet",
            "brent",
        ] {
            assert!(keys.contains(&wanted.to_string()), "{wanted}");
        }
        let today = day("2026-11-28");
        for profile in &all {
            assert!(!profile.name.is_empty() && !profile.source.is_empty());
            assert!(profile.petition.is_some() || profile.deputation.is_some());
            let address = profile.address.as_deref().unwrap_or("https://");
            assert!(address.starts_with("https://"), "{address}");
            if let Some(checked) = profile.checked {
                assert!(checked.to_epoch_days() <= today, "{}", profile.key);
            }
            let steps = profile.petition.iter().flat_map(|rules| &rules.steps);
            let names: Vec<usize> = steps.map(|step| step.names).collect();
            assert!(names.is_sorted(), "{}: {names:?}", profile.key);
        }
    }

    #[test]
    fn r7_2_older_than_a_year_or_of_no_day_is_warned_of() {
        let mut profile = find("hackney").unwrap();
        for (today, expected) in [
            ("2024-07-16", Age::Fresh),
            ("2025-07-16", Age::Fresh),
            ("2025-07-17", Age::Old),
            ("2026-11-28", Age::Old),
        ] {
            assert_eq!(profile.age(day(today)), expected, "{today}");
        }
        profile.checked = None;
        assert_eq!(profile.age(day("2024-07-16")), Age::Unknown);
    }

    #[test]
    fn r7_2_what_nobody_knows_is_unknown_and_a_phone_is_taken_nowhere_by_default() {
        let council = |key: &str| find(key).unwrap().council();
        let westminster = council("westminster");
        assert_eq!(
            (westminster.phones, westminster.public),
            (Told::No, Told::Yes)
        );
        assert_eq!(council("hackney").public, Told::No);
        let sutton = council("sutton");
        assert_eq!(
            (sutton.phones, sutton.public),
            (Told::Unknown, Told::Unknown)
        );
        assert!(shipped().iter().all(|it| it.council().phones != Told::Yes));
        // Nobody has looked at what Camden asks of petitions.
        assert_eq!(find("camden").unwrap().petition, None);
    }

    #[test]
    fn rules_are_read_as_they_stand() {
        let steps = |key: &str| {
            let rules = find(key).unwrap().petition.unwrap();
            rules.steps.iter().map(|it| it.names).collect::<Vec<_>>()
        };
        assert_eq!(steps("westminster"), [101, 501]);
        assert_eq!(steps("sutton"), [50, 1_500]);
        let barnet = find("barnet").unwrap().deputation.unwrap();
        assert_eq!(
            (barnet.least_backers, barnet.most_backers),
            (Some(5), Some(24))
        );
        let notice = Notice {
            days: 3,
            counting: Counting::ClearWorkingDays,
            at: Some(600),
        };
        assert_eq!(barnet.notice, Some(notice));
        assert_eq!(find("camden").unwrap().deputation.unwrap().most, Some(7));
        assert_eq!(find("nowhere"), None);
    }
}
