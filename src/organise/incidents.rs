//! Incidents, for whoever looks after people: read where they were sealed for this device, and said to be
//! seen and dealt with. What one says is given to the page that shows it and to nothing else: no report,
//! figure, evidence or file asks here, and nothing keeps it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::teams::standing;
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::Facet;
use crate::canvass::incident::{Handled, Readers, Step};
use crate::canvass::stream::Stream;
use crate::sync::certificate::{CampaignId, PersonId};
use crate::sync::incident::{Incident, Reader, open};
use crate::sync::keys::{OwnKeys, SealPublic};

/// An incident that this device may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its event.
    pub dot: Dot,
    /// What happened.
    pub said: Incident,
    /// Who wrote it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
    /// How far it has come; nobody has said where `None`.
    pub step: Option<Step>,
    /// Who said how far, and when (seconds since 1970), the oldest first.
    pub steps: Vec<(Step, String, i64)>,
}

impl Row {
    /// Nobody has dealt with it yet.
    pub fn is_open(&self) -> bool {
        self.step != Some(Step::DealtWith)
    }
}

/// All incidents here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incidents {
    /// Those this device may read: those still open first, of these the newest.
    pub rows: Vec<Row>,
    /// How many are not for this device: for others alone, or written before it joined.
    pub closed: usize,
}

impl Incidents {
    /// What a device of these keys may read.
    pub fn read(state: &State, campaign: CampaignId, keys: &OwnKeys) -> Incidents {
        let mut steps = steps(state);
        let standing = standing_steps(state);
        let mut found = Incidents::default();
        for (dot, entry) in state.of_kind(Kind::INCIDENT) {
            let Ok(Some(Fact::Incident { said: boxed })) =
                Fact::read(Kind::INCIDENT, &entry.event.body)
            else {
                continue;
            };
            let log = state.log(dot.log);
            let said = log.and_then(|log| open(campaign, log.author.person, &boxed, keys));
            let Some((said, at)) = said.zip(state.happened_at(dot)) else {
                found.closed += 1;
                continue;
            };
            found.rows.push(Row {
                dot,
                said,
                by: estate::name_of(state, dot),
                at,
                step: standing.get(&dot).copied(),
                steps: steps.remove(&dot).unwrap_or_default(),
            });
        }
        (found.rows).sort_by_key(|row| (!row.is_open(), Reverse(row.at), row.dot));
        found
    }
}

/// How far each has come; where two organisers said different things at once, the lesser counts.
fn standing_steps(state: &State) -> BTreeMap<Dot, Step> {
    let mut steps = BTreeMap::new();
    for (_, incident, step) in said(state) {
        let least = steps.entry(incident).or_insert(step);
        *least = step.min(*least);
    }
    steps
}

/// What organisers say, where nothing stands in its place: the entry, the incident, how far.
fn said(state: &State) -> impl Iterator<Item = (Dot, Dot, Step)> {
    let all = standing(state, Kind::HANDLED, |fact| match fact {
        Fact::Handled { said } => Some(((said.incident, said.step), said.instead)),
        _ => None,
    });
    let all = all.into_iter();
    all.map(|(dot, _, (incident, step))| (dot, incident, step))
}

/// Everything organisers said of each, the oldest first.
fn steps(state: &State) -> BTreeMap<Dot, Vec<(Step, String, i64)>> {
    let mut all: BTreeMap<Dot, Vec<(Step, String, i64)>> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::HANDLED) {
        let log = state.log(dot.log);
        let organiser = log.is_some_and(|log| log.author.role == Role::Organiser);
        if let Ok(Some(Fact::Handled { said })) = Fact::read(Kind::HANDLED, &entry.event.body)
            && let Some(at) = state.happened_at(dot).filter(|_| organiser)
        {
            let told = (said.step, estate::name_of(state, dot), at);
            all.entry(said.incident).or_default().push(told);
        }
    }
    for told in all.values_mut() {
        told.sort_by_key(|(step, _, at)| (*at, *step));
    }
    all
}

/// Says how far an incident has come, in place of what was said of it before.
pub fn handle(state: &State, incident: Dot, step: Step) -> Draft {
    let before = said(state).filter(|(_, of, _)| *of == incident);
    let said = Handled {
        incident,
        step,
        instead: before.map(|(dot, ..)| dot).collect(),
    };
    Draft::new(Stream::Inner, Fact::Handled { said }, Vec::new())
}

/// Says for whose devices incidents are sealed from now on; for every organiser's where empty.
pub fn name(state: &State, keys: &[SealPublic]) -> Draft {
    let before = state.of_kind(Kind::INCIDENT_READERS);
    Draft {
        stream: Stream::Board,
        fact: Fact::IncidentReaders {
            said: Readers {
                keys: keys.iter().map(|key| key.0).collect(),
            },
        },
        about: vec![Facet::ABOUT_US.into()],
        over: before.map(|(dot, _)| dot).collect(),
    }
}

/// Somebody who may read incidents, or might.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayRead {
    /// Whose devices.
    pub person: PersonId,
    /// What they go by; empty where nothing of theirs has come.
    pub name: String,
    /// Their devices' keys.
    pub keys: Vec<SealPublic>,
    /// Incidents are sealed for one of them.
    pub meant: bool,
}

/// Organisers by their names, each with all their devices.
pub fn people(state: &State, readers: &[Reader]) -> Vec<MayRead> {
    let mut people: BTreeMap<PersonId, MayRead> = BTreeMap::new();
    for reader in readers {
        let person = people.entry(reader.person).or_insert_with(|| MayRead {
            person: reader.person,
            name: goes_by(state, reader.person),
            keys: Vec::new(),
            meant: false,
        });
        person.keys.push(reader.key);
        person.meant |= reader.meant;
    }
    let mut people: Vec<MayRead> = people.into_values().collect();
    people.sort_by(|a, b| estate::natural(&a.name, &b.name));
    people
}

fn goes_by(state: &State, person: PersonId) -> String {
    let mut theirs = state.logs().filter(|(_, log)| log.author.person == person);
    theirs
        .find_map(|(_, log)| log.name.clone())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::canvass::fact::{Outcome, Value};
    use crate::canvass::incident::Sort;
    use crate::canvass::walk::Tonight;
    use crate::organise::evidence::Evidence;
    use crate::organise::export::tests::{answer_to, question, written};
    use crate::organise::export::{Contact, Export, reachable};
    use crate::organise::report::Report;
    use crate::organise::small::{NOW, Small};
    use crate::sync::incident::seal;

    const CAMPAIGN: CampaignId = CampaignId([1; 32]);
    const WORDS: &str = "He followed me down the stair";

    fn lead() -> OwnKeys {
        OwnKeys::from_secret(&[9; 64])
    }

    /// Something happens to the writer of this number, for the lead to read.
    fn happens(small: &mut Small, by: u8) -> Dot {
        let said = Incident::typed(Sort::Threat, "Flat 2", WORDS, true).unwrap();
        let to = [Reader {
            key: lead().seal_public(),
            person: PersonId([8; 16]),
            meant: true,
        }];
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let said = seal(CAMPAIGN, PersonId([by; 16]), &said, &to, &mut rng).unwrap();
        let draft = Draft::new(Stream::Inner, Fact::Incident { said }, Vec::new());
        small.record(by, Role::Volunteer, draft)
    }

    fn row(small: &Small) -> Row {
        let mut found = Incidents::read(&small.state(), CAMPAIGN, &lead());
        assert_eq!((found.rows.len(), found.closed), (1, 0));
        found.rows.remove(0)
    }

    fn say(small: &mut Small, by: u8, role: Role, knowing: &State, of: Dot, step: Step) {
        small.now += 60;
        small.record(by, role, handle(knowing, of, step));
    }

    #[test]
    fn r8_5_the_lead_sees_who_has_seen_it_and_who_has_dealt_with_it() {
        let mut small = Small::new(4);
        let dot = happens(&mut small, 5);
        assert_eq!((row(&small).step, row(&small).at), (None, NOW));
        for step in [Step::Seen, Step::DealtWith] {
            let knowing = small.state();
            say(&mut small, 3, Role::Organiser, &knowing, dot, step);
        }
        let told = row(&small);
        assert_eq!((told.step, told.is_open()), (Some(Step::DealtWith), false));
        let steps: Vec<_> = told
            .steps
            .iter()
            .map(|(step, _, at)| (*step, *at))
            .collect();
        let expected = [(Step::Seen, NOW + 60), (Step::DealtWith, NOW + 120)];
        assert_eq!(steps, expected);
        // A volunteer's word is none.
        let knowing = small.state();
        say(
            &mut small,
            7,
            Role::Volunteer,
            &knowing,
            dot,
            Step::OpenAgain,
        );
        assert_eq!(row(&small).step, Some(Step::DealtWith));
        // Two at once: it is not dealt with until somebody knows.
        let knowing = small.state();
        for (by, step) in [(3, Step::OpenAgain), (4, Step::DealtWith)] {
            say(&mut small, by, Role::Organiser, &knowing, dot, step);
        }
        assert!(row(&small).is_open());
        let knowing = small.state();
        say(
            &mut small,
            4,
            Role::Organiser,
            &knowing,
            dot,
            Step::DealtWith,
        );
        assert!(!row(&small).is_open());
    }

    /// A campaign where homes answered and somebody was threatened: whatever leaves it, and every figure, is
    /// the same as without.
    #[test]
    fn r8_5_an_incident_is_in_no_figure_in_no_evidence_and_in_no_file() {
        let mut small = Small::new(8);
        let asked = question(&mut small, crate::canvass::script::AnswerKind::Words);
        for place in 0..7 {
            let fact = Fact::Knock {
                outcome: Outcome::Spoke,
                by: None,
                when: None,
            };
            let about = vec![small.door(place).into()];
            small.say(3, Role::Volunteer, 0, fact, about);
            answer_to(&mut small, asked, place, Value::Words("Damp".into()), 1);
        }
        let before = small.clone();
        let dot = happens(&mut small, 5);
        let knowing = small.state();
        say(&mut small, 4, Role::Organiser, &knowing, dot, Step::Seen);
        let (with, without) = (small.state(), before.state());
        for export in Export::ALL {
            let file = written(&small, export);
            assert_eq!(file, written(&before, export), "{export:?}");
            assert!(!file.contains(WORDS), "{export:?}");
        }
        let tonight = Tonight::in_utc(NOW);
        let evidence = |state| Evidence::read(state, tonight);
        assert_eq!(evidence(&with), evidence(&without));
        let report = |state| Report::read(state, &[], tonight);
        assert_eq!(report(&with), report(&without));
        let contacts = |state| -> Vec<Contact> { reachable(state, tonight.today) };
        assert_eq!(contacts(&with), contacts(&without));
        // Nor does what a device keeps of all it has merged hold a word of it.
        let kept = with.snapshot();
        let told = |words: &[u8]| kept.windows(words.len()).any(|part| part == words);
        assert!(!told(WORDS.as_bytes()));
        assert!(told(b"Damp"));
        assert_eq!(row(&small).said.words, WORDS);
    }
}
