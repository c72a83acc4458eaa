//! Deputations: to which meeting, by when the council has to be told, and who goes, each of whom agreed that
//! it is given their name. What a council asks is in `council`.

use super::council::{DeputationRules, find};
use super::teams::standing;
use super::working_days::{BankHolidays, Deadline, NoDeadline};
use crate::canvass::deputation::{Deputation, Speaks};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{HouseholdId, Id};
use crate::canvass::stream::Stream;

/// Somebody who goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The entry.
    pub dot: Dot,
    /// Their home; `None` of whoever lives elsewhere.
    pub home: Option<HouseholdId>,
    /// Their name.
    pub name: String,
    /// On which day they agreed: days since 1970-01-01.
    pub agreed: i32,
}

/// A deputation as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// The entry that first named it.
    pub id: Dot,
    /// Every version that stands: several where two organisers wrote at once.
    pub versions: Vec<(Dot, Deputation)>,
    /// Who goes.
    pub speakers: Vec<Speaker>,
}

/// By when the council has to be told, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// By then.
    By(Deadline),
    /// Nobody knows how long before: ask the council.
    Ask,
    /// The bank holidays of that time are not known to this version.
    NoCalendar,
}

/// What does not go together with the council's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// More go than may: so many at most.
    TooMany(usize),
    /// Fewer back it by name than have to: so many at least.
    TooFewBackers(usize),
}

impl Going {
    /// What it says now. There is always one version.
    pub fn now(&self) -> Option<&Deputation> {
        self.versions.last().map(|(_, said)| said)
    }

    /// By when the council is told. Where two versions differ, by the earlier.
    pub fn tell(&self) -> Tell {
        let holidays = BankHolidays::shipped();
        let all = self.versions.iter().map(|(_, said)| tell(&holidays, said));
        let earliest = all.min_by_key(|tell| match tell {
            Tell::NoCalendar => (0, None),
            Tell::Ask => (1, None),
            Tell::By(deadline) => (2, Some(*deadline)),
        });
        earliest.unwrap_or(Tell::Ask)
    }

    /// The council's rules, where it is one of those that are known.
    pub fn rules(&self) -> Option<DeputationRules> {
        find(&self.now()?.council)?.deputation
    }

    /// What does not go together with them.
    pub fn against(&self) -> Vec<Against> {
        let rules = self.rules().unwrap_or_default();
        let named = self.speakers.len();
        let too_many = rules.most.filter(|most| named > *most);
        let too_few = rules.least_backers.filter(|least| named < *least);
        let too_many = too_many.map(Against::TooMany);
        let too_few = too_few.map(Against::TooFewBackers);
        too_many.into_iter().chain(too_few).collect()
    }
}

fn tell(holidays: &BankHolidays, said: &Deputation) -> Tell {
    let Some(notice) = said.notice else {
        return Tell::Ask;
    };
    match holidays.deadline(said.meeting, notice) {
        Ok(deadline) => Tell::By(deadline),
        Err(NoDeadline::Unknown) => Tell::NoCalendar,
    }
}

/// Every deputation, the next meeting first.
pub fn deputations(state: &State) -> Vec<Going> {
    let all = standing(state, Kind::DEPUTATION, |fact| match fact {
        Fact::Deputation { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let mut found: Vec<Going> = Vec::new();
    for (dot, _, said) in all {
        if said.subject.trim().is_empty() {
            continue;
        }
        let id = said.of.unwrap_or(dot);
        match found.iter_mut().find(|it| it.id == id) {
            Some(known) => known.versions.push((dot, said)),
            None => found.push(Going {
                id,
                versions: vec![(dot, said)],
                speakers: Vec::new(),
            }),
        }
    }
    let speakers = speakers(state);
    for going in &mut found {
        let own = speakers.iter().filter(|(of, _)| *of == going.id);
        going.speakers = own.map(|(_, speaker)| speaker.clone()).collect();
    }
    found.sort_by_key(|it| (it.now().map(|said| said.meeting), it.id));
    found
}

fn speakers(state: &State) -> Vec<(Dot, Speaker)> {
    let all = standing(state, Kind::SPEAKS, |fact| match fact {
        Fact::Speaks { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().filter(|(.., said)| !said.name.is_empty());
    all.filter_map(|(dot, _, said)| {
        let mut about = state.entry(dot)?.event.about.iter();
        let home = about.find_map(|id| HouseholdId::try_from(*id).ok());
        let hidden = home.is_some_and(|home| crate::canvass::estate::is_hidden(state, home));
        let speaker = Speaker {
            dot,
            home,
            name: said.name,
            agreed: said.agreed,
        };
        (!hidden).then_some((said.deputation, speaker))
    })
    .collect()
}

/// Writes a deputation down, or another version of one in place of those that stand. `None` without a
/// subject or the meeting it goes to.
pub fn plan(of: Option<&Going>, said: Deputation) -> Option<Draft> {
    let said = Deputation {
        of: of.map(|going| going.id),
        subject: said.subject.trim().to_string(),
        to: said.to.trim().to_string(),
        instead: of
            .into_iter()
            .flat_map(|it| &it.versions)
            .map(|(dot, _)| *dot)
            .collect(),
        ..said
    };
    let is_whole = !said.subject.is_empty() && !said.to.is_empty();
    is_whole.then(|| Draft::new(Stream::Inner, Fact::Deputation { said }, Vec::new()))
}

/// Takes a deputation out again.
pub fn no_more(going: &Going) -> Option<Draft> {
    let said = going.now()?.clone();
    let said = Deputation {
        subject: String::new(),
        of: Some(going.id),
        instead: going.versions.iter().map(|(dot, _)| *dot).collect(),
        ..said
    };
    Some(Draft::new(
        Stream::Inner,
        Fact::Deputation { said },
        Vec::new(),
    ))
}

/// Somebody goes. `None` without a name, or where they did not agree that the council is given it.
pub fn speaks(
    deputation: Dot,
    home: Option<HouseholdId>,
    name: &str,
    agreed: Option<i32>,
) -> Option<Draft> {
    let said = Speaks {
        deputation,
        name: name.trim().to_string(),
        agreed: agreed?,
        instead: Vec::new(),
    };
    let about: Vec<Id> = home.into_iter().map(Id::from).collect();
    let is_named = !said.name.is_empty();
    is_named.then(|| Draft::new(Stream::Inner, Fact::Speaks { said }, about))
}

/// Takes somebody's name out: they do not go, or no longer agree.
pub fn goes_no_more(deputation: Dot, speaker: &Speaker) -> Draft {
    let said = Speaks {
        deputation,
        name: String::new(),
        agreed: speaker.agreed,
        instead: vec![speaker.dot],
    };
    let about: Vec<Id> = speaker.home.into_iter().map(Id::from).collect();
    Draft::new(Stream::Inner, Fact::Speaks { said }, about)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::deputation::{Counting, Notice};
    use crate::organise::small::Small;

    fn day(text: &str) -> i32 {
        text.parse::<NaiveDate>().unwrap().to_epoch_days()
    }

    fn said(council: &str, meeting: &str) -> Deputation {
        Deputation {
            of: None,
            council: council.into(),
            subject: "The lifts of Llwyn House".into(),
            to: "Full council".into(),
            meeting: day(meeting),
            notice: find(council).and_then(|it| it.deputation?.notice),
            instead: Vec::new(),
        }
    }

    fn organise(small: &mut Small, draft: Draft) -> Dot {
        small.record(3, Role::Organiser, draft)
    }

    #[test]
    fn r7_5_the_council_is_told_by_its_own_rule_and_where_nobody_knows_it_is_asked() {
        let mut small = Small::new(4);
        // Barnet: three clear working days, ten o'clock; over Easter.
        organise(
            &mut small,
            plan(None, said("barnet", "2027-03-31")).unwrap(),
        );
        organise(
            &mut small,
            plan(None, said("camden", "2027-04-19")).unwrap(),
        );
        organise(
            &mut small,
            plan(None, said("barnet", "2031-03-03")).unwrap(),
        );
        let all = deputations(&small.state());
        let tell: Vec<Tell> = all.iter().map(Going::tell).collect();
        let barnet = Deadline {
            day: day("2027-03-23"),
            at: Some(600),
        };
        assert_eq!(tell, [Tell::By(barnet), Tell::Ask, Tell::NoCalendar]);
        assert_eq!(all[1].rules().unwrap().most, Some(7));
    }

    #[test]
    fn r7_5_of_two_versions_the_earlier_deadline_holds() {
        let mut small = Small::new(4);
        let id = organise(
            &mut small,
            plan(None, said("barnet", "2027-03-31")).unwrap(),
        );
        let before = deputations(&small.state()).remove(0);
        let later = plan(Some(&before), said("barnet", "2027-04-14")).unwrap();
        organise(&mut small, later);
        let notice = Some(Notice {
            days: 10,
            counting: Counting::WorkingDays,
            at: None,
        });
        let other = Deputation {
            notice,
            ..said("", "2027-04-14")
        };
        small.record(4, Role::Organiser, plan(Some(&before), other).unwrap());
        let all = deputations(&small.state());
        assert_eq!((all.len(), all[0].id, all[0].versions.len()), (1, id, 2));
        let Tell::By(deadline) = all[0].tell() else {
            panic!("{:?}", all[0].tell());
        };
        assert_eq!(deadline.day, day("2027-03-31"));
        // One of them is kept in place of both.
        let kept = plan(Some(&all[0]), said("barnet", "2027-04-14")).unwrap();
        organise(&mut small, kept);
        assert_eq!(deputations(&small.state())[0].versions.len(), 1);
        let gone = no_more(&deputations(&small.state())[0]).unwrap();
        organise(&mut small, gone);
        assert_eq!(deputations(&small.state()), []);
    }

    #[test]
    fn r7_2_nobody_is_named_who_did_not_agree_and_a_name_goes_with_its_household() {
        let mut small = Small::new(4);
        let id = organise(
            &mut small,
            plan(None, said("barnet", "2027-03-31")).unwrap(),
        );
        let home = Some(small.household(1));
        assert_eq!(speaks(id, home, "Ceri Hedd", None), None);
        assert_eq!(speaks(id, home, " ", Some(20_000)), None);
        for (home, name) in [
            (home, "Ceri Hedd"),
            (Some(small.household(2)), "Mair"),
            (None, "Ann"),
        ] {
            let draft = speaks(id, home, name, Some(20_000)).unwrap();
            organise(&mut small, draft);
        }
        let going = |small: &Small| deputations(&small.state()).remove(0);
        assert_eq!(going(&small).speakers.len(), 3);
        assert_eq!(going(&small).against(), [Against::TooFewBackers(5)]);
        let ann = going(&small).speakers.pop().unwrap();
        organise(&mut small, goes_no_more(id, &ann));
        let erased = small.household(1).into();
        small.board(Fact::Erased {}, vec![erased]);
        let names: Vec<String> = going(&small)
            .speakers
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(names, ["Mair"]);
    }

    #[test]
    fn r7_2_more_than_may_go_is_said() {
        let mut small = Small::new(4);
        let id = organise(
            &mut small,
            plan(None, said("southwark", "2027-03-31")).unwrap(),
        );
        for n in 0..7 {
            let draft = speaks(id, None, &format!("Speaker {n}"), Some(20_000)).unwrap();
            organise(&mut small, draft);
        }
        let going = deputations(&small.state()).remove(0);
        assert_eq!(going.against(), [Against::TooMany(6)]);
    }
}
