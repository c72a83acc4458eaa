//! What goes along, read from a state. What is not named here stays.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{
    Access, Block, Climbed, Closed, Demand, Holder, Home, Issue, Package, Person, Reach, Stair,
    Test, Trained, Won,
};
use crate::canvass::about::AboutUs;
use crate::canvass::access::{Entrance, Place, codes, words};
use crate::canvass::author::Role;
use crate::canvass::consent::{Consent, consent};
use crate::canvass::demand::Step;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::dwelling::behind;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::canvass::handover::Committee;
use crate::canvass::id::{Facet, HouseholdId};
use crate::canvass::no_knock;
use crate::canvass::register;
use crate::canvass::script::{AnswerKind, Stage};
use crate::canvass::tenure::{Tenure, tenure};
use crate::canvass::walk::Tonight;
use crate::organise::estates;
use crate::organise::evidence::{Figure, Share};
use crate::organise::export::{self, Contact, may_contact, reachable};
use crate::organise::issues::{Heard, Issues, Tag};
use crate::organise::lock::{Locked, may_export};
use crate::organise::off_limits::{Topic, Warning, warnings};
use crate::organise::structure::{Findings, Tests, board};
use crate::organise::training;

/// What those of a household said of passing on how to reach them. It is asked by organisers alone: a yes that
/// none of them wrote down is none, so that no volunteer's phone lets anybody's number out.
pub(super) fn passed_on(state: &State, household: HouseholdId) -> Consent {
    let said = consent(state, household, Facet::PASSED_ON);
    let about = [household.into(), Facet::PASSED_ON.into()];
    let by_organiser = |dot: &Dot| {
        let log = state.log(dot.log);
        log.is_some_and(|log| log.author.role == Role::Organiser)
    };
    let dots = register::read(state, Kind::PLAIN_FACT, &about).dots();
    match said {
        Consent::Given if !dots.iter().any(by_organiser) => Consent::NotAsked,
        said => said,
    }
}

/// Why nothing is packed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotPacked {
    /// A list of the full register was loaded.
    #[error("{0}")]
    Locked(#[from] Locked),
    /// Nobody could be told who held it.
    #[error(
        "the campaign does not say who it is and how to reach it, and residents are to be told"
    )]
    Nameless,
    /// There is no home.
    #[error("there are no homes here to hand over")]
    NoHomes,
}

impl NotPacked {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            NotPacked::Locked(locked) => locked.key(),
            NotPacked::Nameless => "handover.nameless",
            NotPacked::NoHomes => "handover.no_homes",
        }
    }
}

/// Something that stays because its words name a party or a vote: the committee is of all residents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// An issue, with all that hangs on it, by its name.
    Issue(String),
    /// A demand, with what came of it.
    Demand(String),
    /// A structure test, by what it asked.
    Test(String),
    /// Words about how to get in.
    Access(String),
    /// Who trained or saw whom, by a name that says more than a name.
    Training(String),
}

/// A package, and what was left out of it for its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// What goes along.
    pub package: Package,
    /// What an organiser may want to word anew before.
    pub left_out: Vec<LeftOut>,
}

/// Packs what goes along; of a committee's own campaign once its keyholders let files out. `text` gives the words of a catalogue key: by them words that name a party are
/// known, as in a script.
///
/// # Errors
/// [`NotPacked`].
pub fn pack(
    state: &State,
    committee: Option<&Committee>,
    tonight: Tonight,
    text: impl Fn(&str) -> String,
) -> Result<Packed, NotPacked> {
    may_export(state, committee, tonight.today)?;
    read(state, tonight, &text)
}

/// What the file is called: it says nothing of either group.
pub const FILE: &str = "stairwell-hand-over.txt";

/// That a package was taken out as a file, for the board: to be recorded before it is handed over, as of any other
/// file.
pub fn recorded(package: &Package) -> Draft {
    export::recorded(FILE, package.homes().count() as u64)
}

/// What would go along, whoever may take it out.
pub(super) fn read(
    state: &State,
    tonight: Tonight,
    text: &dyn Fn(&str) -> String,
) -> Result<Packed, NotPacked> {
    let us = AboutUs::read(state);
    if us.group.trim().is_empty() || us.contact.trim().is_empty() {
        return Err(NotPacked::Nameless);
    }
    let mut packing = Packing {
        state,
        tonight,
        text,
        people: reachable(state, tonight.today),
        left_out: Vec::new(),
    };
    let package = Package {
        from: Holder {
            group: us.group,
            contact: us.contact,
            day: tonight.today,
        },
        blocks: packing.blocks(),
        issues: packing.issues(),
        tests: packing.tests(),
        trained: packing.trained(),
        climbed: packing.climbed(),
    };
    let has_homes = package.homes().next().is_some();
    match has_homes {
        false => Err(NotPacked::NoHomes),
        true => Ok(Packed {
            package,
            left_out: packing.left_out,
        }),
    }
}

struct Packing<'a> {
    state: &'a State,
    tonight: Tonight,
    text: &'a dyn Fn(&str) -> String,
    people: Vec<Contact>,
    left_out: Vec<LeftOut>,
}

impl Packing<'_> {
    /// Whether words name a party, a vote or politics.
    fn is_party(&self, words: &str) -> bool {
        let found = warnings(words, &AnswerKind::Words, Stage::Test, self.text);
        found.contains(&Warning::NotToBeAsked(Topic::Party))
    }

    fn blocks(&mut self) -> Vec<Block> {
        let blocks = estate::blocks(self.state).into_iter();
        blocks
            .map(|block| Block {
                estate: estates::name_of(self.state, block.id),
                stairs: block.stairs.iter().map(|it| self.stair(it)).collect(),
                name: block.name,
                kind: block.kind,
            })
            .collect()
    }

    fn stair(&mut self, stair: &estate::Stair) -> Stair {
        let (state, now) = (self.state, self.tonight.now);
        let said = |place, of: fn(String) -> Access| {
            let all = words(state, place).into_iter();
            all.map(move |it| of(it.words))
        };
        let codes = |entrance, of: fn(String) -> Access| {
            let all = codes(state, entrance, now).into_iter();
            all.map(move |it| of(it.words))
        };
        let access = said(Place::Block(stair.block), Access::Block)
            .chain(said(Place::Stair(stair.id), Access::Stair))
            .chain(codes(Entrance::Block(stair.block), Access::BlockCode))
            .chain(codes(Entrance::Stair(stair.id), Access::StairCode));
        let access = access.collect::<Vec<Access>>().into_iter();
        let access = access.filter(|it| match it {
            Access::Block(words) | Access::Stair(words) => self.keep_access(words),
            Access::BlockCode(_) | Access::StairCode(_) => true,
        });
        // The same words may stand in each stair of a block.
        let access: BTreeSet<Access> = access.collect();
        Stair {
            name: stair.name.clone(),
            kind: stair.kind,
            access: access.into_iter().collect(),
            homes: estate::doors(state, stair.id)
                .into_iter()
                .filter(|door| !door.gone)
                .map(|door| self.home(door))
                .collect(),
        }
    }

    /// Whether words about how to get in go along; said, where they do not.
    fn keep_access(&mut self, words: &str) -> bool {
        let party = self.is_party(words);
        let left = LeftOut::Access(words.to_string());
        // A block's words are looked at once for each of its stairs.
        if party && !self.left_out.contains(&left) {
            self.left_out.push(left);
        }
        !party
    }

    fn home(&mut self, door: estate::Door) -> Home {
        let state = self.state;
        let household = estate::household(state, door.id);
        let last = estate::knocks(state, door.id).pop();
        let access = words(state, Place::Door(door.id)).into_iter();
        let access = access.map(|it| it.words).filter(|it| self.keep_access(it));
        Home {
            access: access.collect(),
            behind: behind(state, door.id, last.as_ref()),
            no_knock: no_knock::in_force(state, household, self.tonight.today),
            tenure: match tenure(state, household) {
                Tenure::Known(tenure) if !speaks_no_more(state, household) => Some(tenure),
                _ => None,
            },
            reach: self.reach(household),
            label: door.label,
            entrance: door.entrance,
            floor: door.floor,
            uprn: door.uprn,
        }
    }

    /// Where those of a household stand. That they are to be asked again is said only of whom the old
    /// campaign itself may be in touch with today: nobody is sent to who asked not to be knocked.
    fn reach(&self, household: HouseholdId) -> Reach {
        let state = self.state;
        if speaks_no_more(state, household) {
            return Reach::NotSaid;
        }
        let may_ask = may_contact(state, household, self.tonight.today);
        let contact = consent(state, household, Facet::CONTACT_CONSENT);
        match (contact, passed_on(state, household)) {
            (Consent::Withdrawn, _) => Reach::TakenBack,
            (Consent::Refused, _) => Reach::No,
            (Consent::NotAsked | Consent::Disagreement, _) => Reach::NotSaid,
            (Consent::Given, Consent::Refused | Consent::Withdrawn) => Reach::No,
            (Consent::Given, _) if !may_ask => Reach::NotSaid,
            (Consent::Given, Consent::NotAsked | Consent::Disagreement) => Reach::AskAgain,
            (Consent::Given, Consent::Given) => Reach::PassedOn(self.people_of(household)),
        }
    }

    fn people_of(&self, household: HouseholdId) -> Vec<Person> {
        let theirs = self.people.iter().filter(|it| it.household == household);
        let mut people: Vec<Person> = theirs
            .map(|contact| Person {
                name: contact.name.clone(),
                reach: contact.reach.clone(),
            })
            .collect();
        people.sort();
        people.dedup();
        people
    }

    fn issues(&mut self) -> Vec<Issue> {
        let issues = Issues::read(self.state, self.tonight);
        let spoken = issues.spoken();
        let mut packed = Vec::new();
        for heard in issues.heard.iter().chain(&issues.closed) {
            let Tag::Issue(_) = heard.tag else {
                continue; // Residents' own words, which organisers have no name for.
            };
            let reasons = heard.closed.iter().any(|close| self.is_party(&close.why));
            if reasons || self.is_party(&heard.name) {
                self.left_out.push(LeftOut::Issue(heard.name.clone()));
                continue;
            }
            let demands = self.demands(heard, &issues);
            packed.push(Issue {
                name: heard.name.clone(),
                homes: figure(Share::new(heard.breadth.homes.len(), spoken).n),
                spoken: number(spoken),
                demands,
                closed: heard
                    .closed
                    .iter()
                    .map(|close| Closed {
                        ending: close.ending,
                        why: close.why.clone(),
                        day: close.day,
                    })
                    .collect(),
            });
        }
        packed
    }

    fn demands(&mut self, heard: &Heard, issues: &Issues) -> Vec<Demand> {
        let mut packed = Vec::new();
        for demand in &heard.demands {
            let terms = demand.terms();
            let cells = issues.wins.get(&demand.id).into_iter().flatten();
            let won = cells.flat_map(|(tenure, cell)| {
                cell.log.iter().map(|entry| Won {
                    tenure: tenure.clone(),
                    step: entry.step.clone(),
                    day: entry.day,
                })
            });
            let demand = Demand {
                target: terms
                    .target
                    .map_or_else(String::new, |target| target.words().to_string()),
                who: terms.who,
                what: terms.what,
                by: terms.by,
                know: terms.know,
                decides: terms.decides,
                won: won.collect(),
            };
            let documents = demand.won.iter().filter_map(|won| match &won.step {
                Step::Written { document } => Some(document),
                Step::Asked | Step::Refused | Step::Offered | Step::Delivered | Step::Broken => {
                    None
                }
            });
            let words = [&demand.who, &demand.what, &demand.know, &demand.target];
            let words: Vec<&String> = words.into_iter().chain(documents).collect();
            let party = words.iter().any(|words| self.is_party(words));
            match party {
                true => self.left_out.push(LeftOut::Demand(demand.what)),
                false => packed.push(demand),
            }
        }
        packed
    }

    /// Of the tests whose result may be shown: a private one is nobody's, the committee's neither.
    fn tests(&mut self) -> Vec<Test> {
        let tests = Tests::read(self.state, self.tonight.today);
        let mut packed = Vec::new();
        for tested in &tests.all {
            let Some(shown) = board(tested, &Findings::of(self.state, &tests, tested)) else {
                continue;
            };
            if self.is_party(&shown.ask) {
                self.left_out.push(LeftOut::Test(shown.ask));
                continue;
            }
            packed.push(Test {
                ask: shown.ask,
                rung: shown.rung,
                n: figure(shown.homes.n),
                of: figure(shown.homes.of),
                needed: tested.needed().map(number),
                day: tested.last_day(),
            });
        }
        packed
    }
}

impl Packing<'_> {
    fn trained(&mut self) -> Vec<Trained> {
        let mut all: Vec<Trained> = training::trainings(self.state)
            .into_iter()
            // What rests on the trainer's own word would be there as if somebody had seen it.
            .filter(|it| it.seen)
            .map(|it| Trained {
                who: it.said.who,
                by: it.said.by,
                day: it.said.day,
            })
            .filter(|it| self.keep_names([&it.who, &it.by]))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn climbed(&mut self) -> Vec<Climbed> {
        let mut all: Vec<Climbed> = training::climbs(self.state)
            .into_iter()
            .map(|(_, said)| Climbed {
                who: said.who,
                rung: said.rung,
                witness: said.witness,
                day: said.day,
            })
            .filter(|it| self.keep_names([&it.who, &it.witness]))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    /// Whether who is named goes along; said, where they do not.
    fn keep_names(&mut self, names: [&String; 2]) -> bool {
        let party = names.into_iter().find(|name| self.is_party(name));
        let left = party.map(|name| LeftOut::Training(name.clone()));
        let keep = left.is_none();
        self.left_out.extend(left);
        keep
    }
}

/// Whether nothing of what a household said goes along: they want nothing of it shown, or have died.
fn speaks_no_more(state: &State, household: HouseholdId) -> bool {
    let mut all = estate::twins(state, household).flat_map(|it| state.naming(it));
    all.any(|(_, entry)| [Kind::HIDDEN, Kind::DECEASED].contains(&entry.event.kind))
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn figure(figure: Figure) -> Option<u32> {
    match figure {
        Figure::Exactly(n) => Some(number(n)),
        Figure::LeftOut => None,
    }
}
