//! From what homes raise to a demand, a line that is drawn before anybody signs, and signatures.

use stairwell::canvass::basis::{Basis, Ground, Group, write_down};
use stairwell::canvass::demand::Step;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::estate;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::id::Id;
use stairwell::canvass::petition::{By, Petition, Verdict, begin, on_paper};
use stairwell::canvass::script::{Stage, Step as ScriptStep};
use stairwell::canvass::stream::Stream;
use stairwell::canvass::structure::{Floor, Percent, Rung};
use stairwell::canvass::walk::Tonight;
use stairwell::organise::council;
use stairwell::organise::issues::{Issues, Tag, Target, Terms, came_of_it, demand, gather, name};
use stairwell::organise::petition::{Found, Petitioned, Why, printed, read};
use stairwell::organise::structure::{Base, Plan, Tests, may_be_shown, outside, set_up};

use super::nights::Asks;
use super::{Devices, OLWEN, Play, STAIRS, TARIQ, TENURES};

impl<D: Devices> Play<D> {
    /// Words about damp become an issue, and something is demanded of somebody: for both tenures.
    pub fn cut_an_issue(&mut self) {
        let at = self.at(20, 19);
        let issue = self.office(OLWEN, at, &[name("Damp homes").unwrap()])[0];
        let issues = Issues::read(self.state(), Tonight::in_utc(at));
        let damp = ["damp", "mould"];
        let drafts = issues.heard.iter().filter(|heard| {
            let words = heard.name.to_lowercase();
            matches!(heard.tag, Tag::Words(_)) && damp.iter().any(|it| words.contains(it))
        });
        let drafts = drafts.flat_map(|heard| &heard.words);
        let drafts: Vec<Draft> = drafts.map(|words| gather(issue, &words.source)).collect();
        self.office(OLWEN, at, &drafts);
        let terms = Terms {
            who: "The landlord".into(),
            what: "Dry the walls and treat the mould".into(),
            by: Some(self.day(88)),
            know: "A surveyor finds no home wet".into(),
            target: Target::named("The director of housing").ok(),
            decides: Some(self.day(72)),
        };
        let draft = demand(self.state(), issue, None, &terms).unwrap();
        let demand = self.office(TARIQ, self.at(22, 19), &[draft])[0];
        let asked =
            TENURES.map(|held| came_of_it(demand, held, Step::Asked, self.day(22)).unwrap());
        self.office(TARIQ, self.at(22, 20), &asked);
        (self.made.issue, self.made.demand) = (Some(issue), Some(demand));
    }

    /// On what ground it is kept, what is asked from now on, the petition and its sheets; and the line that
    /// is to be reached, before anybody signs.
    pub fn draw_a_line(&mut self) {
        let group = Group::Members;
        let ground = Ground::new(
            group,
            Basis::Consent,
            group.conditions()[0],
            "Minutes of May",
        );
        let ground = write_down(self.state(), Some(&ground.unwrap()));
        let script = Fact::Script {
            version: 2,
            title: "Asking neighbours to sign".into(),
            stage: Stage::Commit,
            steps: vec![ScriptStep::straight_on(); self.estate.questions.len()],
        };
        let questions = self.estate.questions.iter().map(|it| Id::from(*it));
        let script = Draft::new(Stream::Board, script, questions.collect());
        let petition = begin(Petition {
            prayer: "Dry our homes: treat the mould in both blocks before the winter".into(),
            target: "the director of housing".into(),
            organiser: "Olwen Made-Up".into(),
            reach: "Flat 1, Hazel House".into(),
            council: council::find("westminster").unwrap().council(),
            closes: Some(self.day(56)),
        });
        let at = self.at(29, 11);
        let dots = self.office(OLWEN, at, &[ground, script, petition.unwrap()]);
        let petition = dots[2];
        let (sheets, _) = printed(self.state(), petition, STAIRS as u16 * 3).unwrap();
        self.office(TARIQ, self.at(30, 11), &[sheets]);
        let plan = Plan {
            rung: Rung::Petition,
            ask: "Sign for dry homes".into(),
            base: Base::Homes(Percent::new(65).unwrap()),
            floor: Floor::EachStair(Percent::new(50).unwrap()),
            days: (self.day(36), self.day(56)),
        };
        let test = set_up(self.state(), &plan, self.day(35)).unwrap();
        let test = self.office(OLWEN, self.at(35, 11), &[test])[0];
        (self.made.petition, self.made.test) = (Some(petition), Some(test));
    }

    /// One night of signatures.
    pub fn first_signatures(&mut self) {
        self.night(Asks::ToSign);
    }

    /// Four nights of signatures, and people elsewhere who support it.
    pub fn ask_for_signatures(&mut self) {
        while self.walked < 10 {
            self.night(Asks::ToSign);
            if self.walked == 8 {
                let elsewhere = outside(self.state(), "An open petition", 108_000, self.day(41));
                self.office(OLWEN, self.at(41, 12), &[elsewhere.unwrap()]);
            }
        }
    }

    /// Somebody mistypes a sheet's number; what looks signed twice is looked at, but for one; what leaders
    /// brought is noted; and two organisers say that the result may be shown.
    pub fn count(&mut self) {
        let (petition, test) = (self.made.petition.unwrap(), self.made.test.unwrap());
        let door = self.estate.doors[0][OFTEN_TYPED];
        let home = estate::household(self.state(), door);
        let by = By {
            petition,
            who: String::new(),
            day: self.day(48),
            also_act: true,
        };
        let mistyped = on_paper(Some(home), (990, 1), by).unwrap();
        self.office(TARIQ, self.at(48, 12), &[mistyped]);
        let read = self.petition();
        let seconds = read
            .signed
            .iter()
            .filter(|it| matches!(it.found, Found::Not(Why::MayBeTwice(_))));
        let looked: Vec<Draft> = seconds.skip(1).map(|it| it.judge(Verdict::Twice)).collect();
        self.office(OLWEN, self.at(49, 12), &looked);
        self.note_who_came();
        for who in [OLWEN, TARIQ] {
            let tests = Tests::read(self.state(), self.day(57));
            let person = self.devices.person(who);
            let shown = may_be_shown(tests.find(test).unwrap(), person).unwrap();
            self.office(who, self.at(57, 12), &[shown]);
        }
    }

    /// The petition as organisers read it.
    pub fn petition(&self) -> Petitioned {
        let all = read(self.state(), self.day(57));
        let petition = self.made.petition.unwrap();
        all.into_iter().find(|it| it.id == petition).unwrap()
    }
}

/// Whose line is typed in with a sheet's number that no sheet has.
const OFTEN_TYPED: usize = 4;
