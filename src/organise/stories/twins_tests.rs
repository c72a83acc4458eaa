//! Two organisers who have not heard of each other: they write final words of one story, or write one story down
//! twice. Whatever its teller takes back at the door holds every version and every story they can have meant.

use std::collections::BTreeMap;

use super::*;
use crate::canvass::author::PersonId;

/// Yes to everything up to one thing, by somebody who has heard of all there is.
fn agrees_to(small: &mut Small, id: Dot, far: To) {
    for to in To::ALL.into_iter().filter(|to| *to <= far) {
        agrees(small, id, to);
    }
}

/// A story that two organisers wrote down, each without the other, and were each told yes of.
fn twice() -> (Small, [Dot; 2]) {
    let (mut small, first) = told();
    let home = small.household(0);
    let words = "All winter I carried my shopping up";
    let draft = tell(&small.state(), home, Teller::Themselves, words, "en", TODAY).unwrap();
    let second = small.record(OTHER, Role::Organiser, draft);
    for id in [first, second] {
        agrees_to(&mut small, id, To::Hall);
    }
    (small, [first, second])
}

fn at_the_door(small: &mut Small, fact: Fact) {
    let about = vec![small.household(0).into()];
    small.say(7, Role::Volunteer, 0, fact, about);
}

/// What happens to two stories of a home.
type Happens = fn(&mut Small, [Dot; 2]);

const YES: Stands = Stands::Yes(TODAY + HOLDS_FOR);

/// Each, with how the two stand to being quoted without a name, and how many go out as that and as told in the hall.
const CASES: [(&str, Happens, [Stands; 2], [usize; 2]); 12] = [
    ("nothing", |_, _| {}, [YES, YES], [2, 2]),
    (
        "one is taken back",
        |small, [first, _]| {
            let back = take_back(&story(small, first), None, TODAY);
            organise(small, back);
        },
        [Stands::TakenBack, Stands::AskToo],
        [0, 0],
    ),
    (
        "the other is, to whoever stood at the door",
        |small, [_, second]| {
            let back = take_back(&story(small, second), None, TODAY);
            small.record(7, Role::Volunteer, back);
        },
        [Stands::AskToo, Stands::TakenBack],
        [0, 0],
    ),
    (
        "somebody who was never there says that one is",
        |small, [first, _]| {
            let back = take_back(&story(small, first), None, TODAY);
            small.record(9, Role::Volunteer, back);
        },
        [YES, YES],
        [2, 2],
    ),
    (
        "one is taken back as far as the hall",
        |small, [first, _]| {
            let back = take_back(&story(small, first), Some(To::Hall), TODAY);
            organise(small, back);
        },
        [YES, YES],
        [2, 0],
    ),
    (
        "one is taken back, and the other was meant, too",
        |small, both| {
            for id in both {
                let back = take_back(&story(small, id), None, TODAY);
                organise(small, back);
            }
        },
        [Stands::TakenBack, Stands::TakenBack],
        [0, 0],
    ),
    (
        "one is taken back, and the other was not meant",
        |small, [first, second]| {
            let back = take_back(&story(small, first), None, TODAY);
            organise(small, back);
            agrees_to(small, second, To::Anonymous);
        },
        [Stands::TakenBack, YES],
        [1, 0],
    ),
    (
        "one is taken back, and only the words of the other are asked of",
        |small, [first, second]| {
            let back = take_back(&story(small, first), None, TODAY);
            organise(small, back);
            agrees(small, second, To::Words);
        },
        [Stands::TakenBack, Stands::AskToo],
        [0, 0],
    ),
    (
        "one is taken back, and a phone that was away says yes of either",
        |small, both| {
            let stale = both
                .map(|id| To::ALL.map(|to| say_yes(&story(small, id), &says(to), false, TODAY)));
            let back = take_back(&story(small, both[0]), None, TODAY);
            organise(small, back);
            for draft in stale.into_iter().flatten() {
                small.record(OTHER, Role::Organiser, draft.unwrap());
            }
        },
        [Stands::TakenBack, Stands::AskToo],
        [0, 0],
    ),
    (
        "everything of the home is taken back",
        |small, [first, _]| {
            let mut back = take_back(&story(small, first), None, TODAY);
            if let Fact::StoryBack { said } = &mut back.fact {
                said.story = None;
            }
            organise(small, back);
        },
        [Stands::TakenBack, Stands::TakenBack],
        [0, 0],
    ),
    (
        "everything they agreed to is, at the door",
        |small, _| at_the_door(small, Fact::ConsentWithdrawn {}),
        [Stands::TakenBack, Stands::TakenBack],
        [0, 0],
    ),
    (
        "one is used",
        |small, [first, _]| {
            let quotes = taken_out(&small.state(), To::Anonymous, TODAY, Some(NOW), NOW);
            let mut quotes = quotes.unwrap().into_iter();
            let quote = quotes.rfind(|it| it.id == first).unwrap();
            let home = small.household(0);
            organise(small, used(home, &quote, "The council", TODAY).unwrap());
        },
        [Stands::AskAgain, YES],
        [1, 2],
    ),
];

#[test]
fn r10_3_what_takes_back_one_story_holds_the_homes_others_until_they_are_asked_of() {
    for (what, happens, stands, out) in CASES {
        let (mut small, both) = twice();
        happens(&mut small, both);
        let found = both.map(|id| story(&small, id));
        let stood = [0, 1].map(|it| found[it].stands(To::Anonymous, TODAY));
        assert_eq!(stood, stands, "{what}");
        let went = [To::Anonymous, To::Hall].map(|to| quotes(&small, to, TODAY).len());
        assert_eq!(went, out, "{what}");
        // Whoever looks at either is shown the other.
        assert_eq!(found[0].others, [both[1]], "{what}");
        assert_eq!(found[1].others, [both[0]], "{what}");
    }
}

#[test]
fn r10_3_another_homes_story_is_no_twin() {
    let (mut small, [first, _]) = twice();
    small.now = NOW - 3 * DAY;
    spoken(&mut small, 1);
    small.now = NOW;
    let home = small.household(1);
    let draft = tell(&small.state(), home, Teller::Themselves, WORDS, "en", TODAY).unwrap();
    let next_door = organise(&mut small, draft);
    agrees_to(&mut small, next_door, To::Anonymous);
    let back = take_back(&story(&small, first), None, TODAY);
    organise(&mut small, back);
    let found = story(&small, next_door);
    assert_eq!((found.others, found.backs), (vec![], vec![]));
    assert_eq!(quotes(&small, To::Anonymous, TODAY), [WORDS]);
}

/// R10.2, R10.3: of words that two wrote at once none go out, whoever said yes to which; what was taken back in
/// the meantime is so of the final ones, too; and where any of them was used still stands there.
#[test]
fn r10_2_of_two_final_words_neither_goes_out_and_what_was_taken_back_is_so_of_the_next() {
    let (mut small, id) = told();
    let before = story(&small, id);
    let versions = [(ORGANISER, "The lift was out"), (OTHER, "Out for weeks")];
    let mut first_of = Vec::new();
    for (who, words) in versions {
        // Each hears of their own words alone.
        let mut alone = told().0;
        let draft = rewrite(&before, words, "en", TODAY).unwrap();
        alone.record(who, Role::Organiser, draft.clone());
        let mut drafts = vec![draft];
        let mine = story(&alone, id);
        for to in To::ALL {
            drafts.push(say_yes(&mine, &says(to), false, TODAY).unwrap());
        }
        for draft in &drafts[1..] {
            alone.record(who, Role::Organiser, draft.clone());
        }
        assert_eq!(quotes(&alone, To::Press, TODAY), [words]);
        let quote = taken_out(&alone.state(), To::Hall, TODAY, Some(NOW), NOW).unwrap();
        let home = alone.household(0);
        drafts.push(used(home, &quote[0], words, TODAY).unwrap());
        first_of.push((who, drafts));
    }
    let stale_back = take_back(&before, Some(To::Press), TODAY);
    for (who, drafts) in first_of {
        for draft in drafts {
            small.record(who, Role::Organiser, draft);
        }
    }
    let both = story(&small, id);
    assert_eq!(both.versions.len(), 2);
    for to in To::ALL {
        assert_eq!(quotes(&small, to, TODAY), Vec::<String>::new(), "{to:?}");
        assert_eq!(both.stands(to, TODAY), Stands::NotAsked, "{to:?}");
    }
    let places =
        |found: &Story| -> Vec<String> { found.uses.iter().map(|it| it.place.clone()).collect() };
    assert_eq!(places(&both), ["The lift was out", "Out for weeks"]);
    // The final ones, of which somebody says yes who has not heard that the press was taken back.
    let draft = rewrite(&both, "The lift was out for weeks", "en", TODAY).unwrap();
    organise(&mut small, draft);
    let stale = To::ALL.map(|to| say_yes(&story(&small, id), &says(to), false, TODAY).unwrap());
    small.record(7, Role::Volunteer, stale_back);
    for draft in stale {
        organise(&mut small, draft);
    }
    let found = story(&small, id);
    assert_eq!(found.may(TODAY), Some(To::Hall));
    assert_eq!(found.stands(To::Press, TODAY), Stands::TakenBack);
    assert_eq!(places(&found), ["The lift was out", "Out for weeks"]);
}

#[test]
fn r10_4_a_yes_that_two_wrote_down_is_good_for_one_use() {
    let (mut small, id) = told();
    let before = story(&small, id);
    for who in [ORGANISER, OTHER] {
        for to in [To::Words, To::Anonymous] {
            let draft = say_yes(&before, &says(to), false, TODAY).unwrap();
            small.record(who, Role::Organiser, draft);
        }
    }
    let quote = taken_out(&small.state(), To::Anonymous, TODAY, Some(NOW), NOW).unwrap();
    assert_eq!(quote.len(), 1);
    let home = small.household(0);
    organise(
        &mut small,
        used(home, &quote[0], "The council", TODAY).unwrap(),
    );
    assert_eq!(
        story(&small, id).stands(To::Anonymous, TODAY),
        Stands::AskAgain
    );
    assert_eq!(quotes(&small, To::Anonymous, TODAY), Vec::<String>::new());
}

/// Two phones that both found those before moved out have begun a household each.
#[test]
fn r10_3_what_is_taken_back_of_a_household_is_so_of_its_twin() {
    let twins = || {
        let mut small = Small::new(8);
        small.now = NOW - 9 * DAY;
        let before = vec![small.household(0).into()];
        let twins = [7, 8].map(|who| {
            let dot = small.say(who, Role::Volunteer, 0, Fact::Moved {}, before.clone());
            HouseholdId::Since(dot)
        });
        spoken(&mut small, 0);
        small.now = NOW;
        let stories = twins.map(|home| {
            let draft = tell(&small.state(), home, Teller::Themselves, WORDS, "en", TODAY).unwrap();
            let id = organise(&mut small, draft);
            agrees_to(&mut small, id, To::Anonymous);
            id
        });
        (small, twins, stories)
    };
    let (small, _, [one, two]) = twins();
    assert_eq!(quotes(&small, To::Anonymous, TODAY).len(), 2);
    assert_eq!(story(&small, one).others, [two]);
    for at in [0, 1] {
        for fact in [Fact::ConsentWithdrawn {}, Fact::Hidden {}] {
            let (mut small, homes, _) = twins();
            let about = vec![homes[at].into()];
            small.say(7, Role::Volunteer, 0, fact.clone(), about);
            let out = quotes(&small, To::Anonymous, TODAY);
            assert_eq!(out, Vec::<String>::new(), "{at} {fact:?}");
        }
        let (mut small, homes, ids) = twins();
        // The story of one, under the household of the other.
        let mut back = take_back(&story(&small, ids[at]), None, TODAY);
        back.about = vec![homes[1 - at].into()];
        small.record(7, Role::Volunteer, back);
        let stands = |id| story(&small, id).stands(To::Anonymous, TODAY);
        assert_eq!(stands(ids[at]), Stands::TakenBack);
        assert_eq!(stands(ids[1 - at]), Stands::AskToo);
    }
}

/// What was done, to be compared with what is read.
#[derive(Default)]
struct Done {
    /// Entries of words: their story, and what they stand in place of.
    words: BTreeMap<Dot, (Dot, Vec<Dot>)>,
    /// Yeses: to which words, to what, and what had been taken back as far as whoever wrote it had heard.
    yeses: BTreeMap<Dot, (Dot, To, BTreeSet<Dot>)>,
    /// What was taken back, of whichever story of the home.
    backs: BTreeMap<Dot, Option<To>>,
    /// Yeses that were used.
    spent: BTreeSet<Dot>,
}

impl Done {
    /// Whether a yes to some words was said by somebody who had heard of all that was taken back.
    fn holds(&self, told: Dot, to: To, unused: bool) -> bool {
        let reaching = self.backs.iter();
        let reaching = reaching.filter(|(_, back)| back.is_none_or(|back| back <= to));
        let reaching: Vec<Dot> = reaching.map(|(dot, _)| *dot).collect();
        self.yeses.iter().any(|(dot, (words, said, knew))| {
            let of_it = (*words, *said) == (told, to) && !(unused && self.spent.contains(dot));
            of_it && reaching.iter().all(|back| knew.contains(back))
        })
    }

    /// The words that may go out as one thing.
    fn out(&self, to: To) -> BTreeSet<Dot> {
        let replaced: BTreeSet<Dot> = self.words.values().flat_map(|it| it.1.clone()).collect();
        let standing = self.words.iter().filter(|(dot, _)| !replaced.contains(dot));
        let mut by_story: BTreeMap<Dot, Vec<Dot>> = BTreeMap::new();
        for (dot, (id, _)) in standing {
            by_story.entry(*id).or_default().push(*dot);
        }
        let one = by_story.into_values().filter_map(|all| match all[..] {
            [one] => Some(one),
            _ => None,
        });
        let steps = |told| {
            To::ALL
                .into_iter()
                .filter(move |step| *step <= to)
                .all(|step| self.holds(told, step, false))
        };
        one.filter(|told| steps(*told) && self.holds(*told, to, true))
            .collect()
    }
}

/// What a device has: what it heard last, and what it wrote since.
fn heard(small: &Small, who: u8, last: &[Written]) -> State {
    let own = small.runs().into_iter();
    let own = own.filter(|run| run.author.person == PersonId([who; 16]));
    let all: Vec<Written> = last.iter().cloned().chain(own).collect();
    State::fold(&all)
}

/// One of two organisers does something, as far as they have heard.
fn acts(small: &mut Small, done: &mut Done, who: u8, last: &[Written], what: (u8, usize, usize)) {
    let state = heard(small, who, last);
    let (what, which, to) = what;
    let all = stories(&state);
    let Some(story) = all.get(which % all.len().max(1)) else {
        return;
    };
    let to = To::ALL[to];
    match what {
        0 if done.words.len() < 4 => {
            let words = format!("{WORDS} {}", done.words.len());
            let draft = tell(&state, story.home, Teller::Themselves, &words, "en", TODAY);
            let dot = small.record(who, Role::Organiser, draft.unwrap());
            done.words.insert(dot, (dot, vec![]));
        }
        1 => {
            let instead = story.versions.iter().map(|(dot, _)| *dot).collect();
            let draft = rewrite(story, &format!("Other {}", done.words.len()), "en", TODAY);
            let dot = small.record(who, Role::Organiser, draft.unwrap());
            done.words.insert(dot, (story.id, instead));
        }
        2 => {
            let back = take_back(story, (to > To::Words).then_some(to), TODAY);
            let dot = small.record(7, Role::Volunteer, back);
            done.backs.insert(dot, (to > To::Words).then_some(to));
        }
        3 => {
            let quotes = taken_out(&state, to.max(To::Anonymous), TODAY, Some(NOW), NOW);
            if let Some(quote) = quotes.unwrap().first() {
                let draft = used(story.home, quote, "The council", TODAY);
                small.record(who, Role::Organiser, draft.unwrap());
                done.spent.extend(quote.by.clone());
            }
        }
        _ => {
            let knew: BTreeSet<Dot> = state.of_kind(Kind::STORY_BACK).map(|it| it.0).collect();
            let Some((told, _)) = story.told() else {
                return;
            };
            for step in To::ALL.into_iter().filter(|step| *step <= to) {
                let draft = say_yes(story, &says(step), false, TODAY).unwrap();
                let dot = small.record(who, Role::Organiser, draft);
                done.yeses.insert(dot, (*told, step, knew.clone()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Whatever two organisers did, each as far as they had heard, and in whatever order it is read: what goes out
    /// are final words that stand alone, by yeses of whoever had heard of all that was taken back.
    #[test]
    fn r10_3_whatever_two_do_offline_nothing_goes_out_that_was_taken_back(
        acts_of in prop::collection::vec((any::<bool>(), 0_u8..9, 0_usize..3, 0_usize..4), 1..14),
        turn in 0_usize..20,
    ) {
        let (mut small, id) = told();
        let mut done = Done::default();
        done.words.insert(id, (id, vec![]));
        let mut last = [small.runs(), small.runs()];
        for (first, what, which, to) in acts_of {
            let (at, who) = if first { (0, ORGANISER) } else { (1, OTHER) };
            match what {
                8 => last[at] = small.runs(),
                _ => acts(&mut small, &mut done, who, &last[at], (what, which, to)),
            }
        }
        let mut runs = small.runs();
        let places = runs.len();
        runs.rotate_left(turn % places);
        runs.extend(small.runs());
        let state = State::fold(&runs);
        prop_assert_eq!(stories(&state), stories(&small.state()));
        for to in [To::Anonymous, To::Hall, To::Press] {
            let quotes = taken_out(&state, to, TODAY, Some(NOW), NOW).unwrap();
            let out: BTreeSet<Dot> = quotes.iter().map(|quote| quote.told).collect();
            prop_assert_eq!(out, done.out(to), "{:?}", to);
        }
    }
}
