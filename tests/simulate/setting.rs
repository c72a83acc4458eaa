//! How a history begins: a campaign is founded, an estate listed, and who is out tonight has joined.

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::{BlockKind, Fact, StairKind};
use stairwell::canvass::id::{BlockId, StairId};
use stairwell::canvass::script::AnswerKind;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::Founding;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{Joined, path};

use crate::host::NoGood;
use crate::office::{Coming, only};
use crate::phone::Phone;
use crate::plan::Plan;
use crate::world::{EVENING, World};

/// Who comes, in this order.
const NAMES: [&str; 10] = [
    "Amina", "Bram", "Carys", "Dewi", "Elin", "Farid", "Gwen", "Huw", "Ines", "Joel",
];
/// A year, in seconds: so long a campaign runs.
const YEAR: i64 = 365 * 86_400;

impl World<'_> {
    /// Sets the scene.
    ///
    /// # Errors
    /// Where the endpoint refuses what it must not.
    pub fn set(&mut self) -> Result<(), NoGood> {
        self.found()?;
        self.list()?;
        for n in 1..self.plan.devices {
            self.wait(5);
            let coming = self.next_to_come(n);
            let by = match coming.second_of {
                Some(person) => self.phones.iter().position(|own| own.person == person),
                None => None,
            };
            self.invite(by.unwrap_or(0), &coming)?;
        }
        self.calm = false;
        Ok(())
    }

    fn found(&mut self) -> Result<(), NoGood> {
        let root = OwnKeys::random(&mut self.chance);
        let founding = Founding {
            start_code: self.host.start_code.clone(),
            name: "Olwen".to_string(),
            now: EVENING,
            ends: EVENING + YEAR,
            practice: true,
        };
        let (start, joining) = founding
            .found(&root, &mut self.chance)
            .map_err(|_| NoGood::NoAnswer)?;
        let asked = (path::START, None);
        let joined: Joined = self.host.ask(asked, &start, self.now, &mut self.chance)?;
        let device = joining.finish(&joined).map_err(|_| NoGood::NoAnswer)?;
        let skew = self.luck.between(-20, 20);
        self.phones
            .push(Phone::of("Olwen's laptop".to_string(), device, skew));
        self.open(0);
        self.tell(0, || "founds the campaign".to_string());
        Ok(())
    }

    /// A block with its stairs, each with a few doors, and two questions.
    fn list(&mut self) -> Result<(), NoGood> {
        let block = Fact::Block {
            name: "Made-up House".to_string(),
            kind: BlockKind::Building,
        };
        let questions = ["What would you change?", "Who do people listen to?"];
        let mut drafts = vec![Draft::new(Stream::Board, block, Vec::new())];
        drafts.extend(questions.iter().map(|words| {
            let question = Fact::Question {
                words: (*words).to_string(),
                answers: AnswerKind::Words,
            };
            Draft::new(Stream::Board, question, Vec::new())
        }));
        let dots = self.lists(&drafts)?;
        let block = BlockId(dots.first().copied().ok_or(NoGood::NoAnswer)?);
        let stairs: Vec<Draft> = (0..self.plan.stairs)
            .map(|n| {
                let stair = Fact::Stair {
                    name: format!("Entrance {n}"),
                    kind: StairKind::Entrance,
                };
                Draft::new(Stream::Board, stair, vec![block.into()])
            })
            .collect();
        self.stairs = self.lists(&stairs)?.into_iter().map(StairId).collect();
        for stair in self.stairs.clone() {
            let count = 2 + u32::try_from(self.luck.below(3)).unwrap_or(0);
            let doors: Vec<Draft> = (0..count)
                .map(|order| {
                    let door = Fact::Door {
                        label: format!("Flat {}", order + 1),
                        floor: Some(0),
                        order,
                        uprn: None,
                    };
                    Draft::new(Stream::Stair(stair), door, Vec::new())
                })
                .collect();
            self.lists(&doors)?;
        }
        self.sync_through(0);
        Ok(())
    }

    fn lists(&mut self, drafts: &[Draft]) -> Result<Vec<stairwell::canvass::dot::Dot>, NoGood> {
        self.wait(1);
        let saved = self.with(0, 0, |tab, journal, moment| {
            let at = moment.now;
            (tab.save(drafts, journal, moment), at)
        });
        let Some((Ok(dots), at)) = saved else {
            return Err(NoGood::NoAnswer);
        };
        self.tally.record(0, drafts, at, self.now, false, false);
        Ok(dots)
    }

    /// The next who joins: mostly volunteers, at times a second organiser, a trainer, or somebody's
    /// second device.
    pub fn next_to_come(&mut self, n: usize) -> Coming {
        let name = NAMES.get(n - 1).unwrap_or(&"Nobody").to_string();
        let skew = Plan::skew(&mut self.luck);
        let some = self.some_stairs();
        // An invitation holds by the clock of who makes it.
        let volunteers =
            |own: &Phone| own.role == Role::Volunteer && own.is_on() && own.skew.abs() < 60;
        let first = self.phones.iter().position(volunteers);
        let (role, reach, second_of) = match (self.luck.below(8), first) {
            (0 | 1, _) => (Role::Organiser, Reach::Everything, None),
            (2, _) => (Role::Trainer, only(&some), None),
            (3, Some(first)) => {
                let first = self.phones.get(first);
                let person = first.map(|own| own.person);
                let reach = first.and_then(|own| own.device()?.line.last());
                let reach = reach.map(|signed| signed.certificate.reach.clone());
                (Role::Volunteer, reach.unwrap_or(only(&some)), person)
            }
            _ => (Role::Volunteer, only(&some), None),
        };
        Coming {
            name,
            role,
            reach,
            second_of,
            skew,
        }
    }

    /// At least one of the stairs.
    pub fn some_stairs(&mut self) -> Vec<StairId> {
        let mut stairs = self.stairs.clone();
        while stairs.len() > 1 && self.luck.one_in(2) {
            let place = self.luck.below(stairs.len());
            stairs.remove(place);
        }
        stairs
    }
}
