//! What goes along, read from a state. What is not named here stays.

use std::collections::BTreeSet;

use thiserror::Error;

use super::worded::{LeftOut, Named, Wording};
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
use crate::canvass::giveaways::Giveaways;
use crate::canvass::handover::Committee;
use crate::canvass::id::{Facet, HouseholdId};
use crate::canvass::no_knock;
use crate::canvass::register;
use crate::canvass::tenure::{Tenure, tenure};
use crate::canvass::walk::Tonight;
use crate::organise::estates;
use crate::organise::evidence::{Figure, Share};
use crate::organise::export::{self, Contact, may_contact, reachable};
use crate::organise::issues::{Heard, Issues, Tag};
use crate::organise::lock::{Locked, may_export};
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

/// A package, and what was left out of it for its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// What goes along.
    pub package: Package,
    /// What an organiser may want to word anew before.
    pub left_out: Vec<LeftOut>,
    /// Names that go along as they are, and that an organiser is to look at before.
    pub named: Vec<Named>,
}

/// Packs what goes along; of a committee's own campaign once its keyholders let files out. By `party`, which are to be
/// those of every language that somebody may have written in, words that name a party are known.
///
/// # Errors
/// [`NotPacked`].
pub fn pack(
    state: &State,
    committee: Option<&Committee>,
    tonight: Tonight,
    party: &Giveaways,
) -> Result<Packed, NotPacked> {
    may_export(state, committee, tonight.today)?;
    read(state, tonight, party)
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
    party: &Giveaways,
) -> Result<Packed, NotPacked> {
    let us = AboutUs::read(state);
    if us.group.trim().is_empty() || us.contact.trim().is_empty() {
        return Err(NotPacked::Nameless);
    }
    let mut packing = Packing {
        state,
        tonight,
        people: reachable(state, tonight.today),
        wording: Wording::new(party),
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
    packing.wording.shows_holder(&package.from);
    let has_homes = package.homes().next().is_some();
    match has_homes {
        false => Err(NotPacked::NoHomes),
        true => Ok(Packed {
            package,
            left_out: packing.wording.left_out,
            named: packing.wording.named,
        }),
    }
}

struct Packing<'a> {
    state: &'a State,
    tonight: Tonight,
    people: Vec<Contact>,
    wording: Wording<'a>,
}

impl Packing<'_> {
    fn blocks(&mut self) -> Vec<Block> {
        let blocks = estate::blocks(self.state).into_iter();
        blocks
            .map(|block| {
                let estate = estates::name_of(self.state, block.id);
                self.wording.shows(&estate, Named::Estate);
                self.wording.shows(&block.name, Named::Block);
                let stairs = block.stairs.iter();
                Block {
                    estate,
                    stairs: stairs.map(|it| self.stair(it, &block.name)).collect(),
                    name: block.name,
                    kind: block.kind,
                }
            })
            .collect()
    }

    fn stair(&mut self, stair: &estate::Stair, block: &str) -> Stair {
        self.wording.shows_in(block, &stair.name, Named::Stair);
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
        // The same words may stand in each stair of a block.
        let access: BTreeSet<Access> = access
            .filter(|it| self.wording.keeps(it.words(), LeftOut::Access))
            .collect();
        let doors = estate::doors(state, stair.id).into_iter();
        Stair {
            name: stair.name.clone(),
            kind: stair.kind,
            access: access.into_iter().collect(),
            homes: doors
                .filter(|door| !door.gone)
                .map(|door| self.home(door, block))
                .collect(),
        }
    }

    fn home(&mut self, door: estate::Door, block: &str) -> Home {
        let state = self.state;
        let household = estate::household(state, door.id);
        let last = estate::knocks(state, door.id).pop();
        self.wording.shows_in(block, &door.label, Named::Door);
        if let Some(entrance) = &door.entrance {
            self.wording.shows_in(block, entrance, Named::Entrance);
        }
        let access = words(state, Place::Door(door.id)).into_iter();
        let access = access.map(|it| it.words);
        Home {
            access: access
                .filter(|it| self.wording.keeps(it, LeftOut::Access))
                .collect(),
            behind: behind(state, door.id, last.as_ref()),
            no_knock: no_knock::in_force(state, household, self.tonight.today),
            tenure: self.tenure(household),
            reach: self.reach(household),
            label: door.label,
            entrance: door.entrance,
            floor: door.floor,
            uprn: door.uprn,
        }
    }

    fn tenure(&mut self, household: HouseholdId) -> Option<String> {
        match tenure(self.state, household) {
            Tenure::Known(tenure) if !speaks_no_more(self.state, household) => {
                Some(tenure).filter(|it| self.wording.keeps(it, LeftOut::Tenure))
            }
            _ => None,
        }
    }

    /// Where those of a household stand. That they are to be asked again is said only of whom the old
    /// campaign itself may be in touch with today: nobody is sent to who asked not to be knocked.
    fn reach(&mut self, household: HouseholdId) -> Reach {
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
            (Consent::Given, Consent::Given) => self.passed(household),
        }
    }

    /// How to reach those of a household who said yes to just that. Whoever stands there in words of a party is not
    /// passed on by them; where nobody else is left, the committee has to ask.
    fn passed(&mut self, household: HouseholdId) -> Reach {
        let all = self.people_of(household);
        let nobody = all.is_empty();
        let wording = &mut self.wording;
        let people: Vec<Person> = all
            .into_iter()
            .filter(|it| wording.keeps_all([&it.name, &it.reach], LeftOut::Person))
            .collect();
        match people.is_empty() && !nobody {
            true => Reach::AskAgain,
            false => Reach::PassedOn(people),
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
            let mut reasons = heard.closed.iter().map(|close| &close.why);
            if self.wording.is_party(&heard.name) || reasons.any(|it| self.wording.is_party(it)) {
                let left = LeftOut::Issue(heard.name.clone());
                self.wording.leaves_out(left);
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
            let tenures = demand.won.iter().map(|won| &won.tenure);
            let words = words.into_iter().chain(documents).chain(tenures);
            let words: Vec<&String> = words.collect();
            let party = words.iter().any(|words| self.wording.is_party(words));
            match party {
                true => self.wording.leaves_out(LeftOut::Demand(demand.what)),
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
            if !self.wording.keeps(&shown.ask, LeftOut::Test) {
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
            .filter(|it| self.wording.keeps_all([&it.who, &it.by], LeftOut::Training))
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
            .filter(|it| {
                self.wording
                    .keeps_all([&it.who, &it.witness], LeftOut::Training)
            })
            .collect();
        all.sort();
        all.dedup();
        all
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
