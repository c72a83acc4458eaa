use super::*;
use crate::canvass::author::{Author, CertificateId, PersonId, Role};
use crate::canvass::conversation;
use crate::canvass::fold::{State, Written};
use crate::canvass::script::next_place;
use crate::organise::listening;
use crate::t;

const BOARD: LogId = LogId([1; 8]);

fn state(drafts: &[Draft]) -> State {
    State::fold(&[Written {
        log: BOARD,
        author: Author {
            device: CertificateId([1; 32]),
            line: Vec::new(),
            person: PersonId([1; 16]),
            role: Role::Organiser,
            issued: 0,
            appointed: 0,
            stream: Stream::Board,
        },
        first: 1,
        offset: 0,
        events: drafts.iter().map(|draft| draft.at(100)).collect(),
    }])
}

/// Records a draft on top of what the board has, as a device would.
fn publish(board: &mut Vec<Draft>, draft: &ScriptDraft, version: u32) {
    let first = board.len() as u64 + 1;
    let new = draft.new_questions();
    let dots: Vec<Dot> = (first..)
        .zip(&new)
        .map(|(seq, _)| Dot { log: BOARD, seq })
        .collect();
    board.extend(new);
    let mut draft = draft.clone();
    draft.recorded(&dots);
    board.push(draft.script(version).unwrap());
}

/// The board of a campaign that has just begun.
fn begun() -> Vec<Draft> {
    let mut board = listening::questions(|key| t!(key));
    let ids: Vec<QuestionId> = (1..=board.len() as u64)
        .map(|seq| QuestionId(Dot { log: BOARD, seq }))
        .collect();
    board.push(listening::script(|key| t!(key), &ids, 1));
    board
}

fn three() -> (ScriptDraft, [Key; 3]) {
    let mut draft = ScriptDraft::empty("Lifts".into());
    let choices = || vec!["Lift".to_string(), "Damp".to_string(), "Rent".to_string()];
    let keys = [
        draft.add("What presses on you?".into(), AnswerKind::Choice(choices())),
        draft.add("How often is it out?".into(), AnswerKind::Number),
        draft.add("May we come back?".into(), AnswerKind::YesNo),
    ];
    (draft, keys)
}

#[test]
fn r1_2_a_draft_of_a_script_that_is_not_changed_publishes_the_same_questions() {
    let mut board = begun();
    let before = conversation::script(&state(&board)).unwrap();
    let draft = ScriptDraft::of(&before);
    assert!(!draft.differs(Some(&before)));
    assert_eq!(draft.new_questions(), []);
    assert_eq!(draft.flaws(), []);
    publish(&mut board, &draft, 2);
    let after = conversation::script(&state(&board)).unwrap();
    assert_eq!((after.version, after.stage), (2, before.stage));
    assert_eq!(after.questions, before.questions);
    assert_eq!(after.steps, before.steps);
}

#[test]
fn r1_2_a_question_whose_words_change_is_another_one_and_the_former_keeps_its_words() {
    let mut board = begun();
    let before = conversation::script(&state(&board)).unwrap();
    let mut draft = ScriptDraft::of(&before);
    let key = draft.questions[1].key;
    let changed = draft.change(key, "What first?".into(), AnswerKind::Words);
    assert_eq!(changed, 0);
    assert!(draft.differs(Some(&before)));
    assert_eq!(draft.script(2), None, "its new question is not there yet");
    publish(&mut board, &draft, 2);
    let state = state(&board);
    let after = conversation::script(&state).unwrap();
    let id = |script: &Script, n: usize| script.questions[n].as_ref().unwrap().id;
    assert_ne!(id(&after, 1), id(&before, 1));
    assert_eq!(id(&after, 0), id(&before, 0));
    assert_eq!(after.questions[1].as_ref().unwrap().words, "What first?");
    let former = conversation::question(&state, id(&before, 1)).unwrap();
    assert_eq!(former.words, t!("script.own_words"));
}

#[test]
fn every_kind_of_answer_can_be_asked() {
    let kinds = [
        AnswerKind::Choice(vec!["A".into(), "B".into()]),
        AnswerKind::Choices(vec!["A".into(), "B".into()]),
        AnswerKind::Scale("Never".into(), "Always".into()),
        AnswerKind::Number,
        AnswerKind::Words,
        AnswerKind::YesNo,
        AnswerKind::Nomination,
    ];
    let mut draft = ScriptDraft::empty("All".into());
    for kind in &kinds {
        draft.add("Well?".into(), kind.clone());
    }
    assert_eq!(draft.flaws(), []);
    let mut board = Vec::new();
    publish(&mut board, &draft, 1);
    let asked = conversation::script(&state(&board)).unwrap();
    let asked: Vec<_> = asked
        .questions
        .iter()
        .flatten()
        .map(|it| &it.answers)
        .collect();
    assert_eq!(asked, kinds.iter().collect::<Vec<_>>());
    assert_eq!(draft.preview().questions.len(), kinds.len());
}

#[test]
fn an_answer_leads_further_down_and_never_back() {
    let (mut draft, [first, second, third]) = three();
    draft.lead(first, Some(&Value::Choice(1)), Then::Question(third));
    draft.lead(first, Some(&Value::Choice(2)), Then::End);
    let steps = draft.preview().steps;
    assert_eq!(next_place(&steps, 0, Some(&Value::Choice(0))), Some(1));
    assert_eq!(next_place(&steps, 0, Some(&Value::Choice(1))), Some(2));
    assert_eq!(next_place(&steps, 0, Some(&Value::Choice(2))), None);
    assert_eq!(next_place(&steps, 0, None), Some(1));

    let as_it_was = draft.clone();
    draft.lead(third, Some(&Value::No), Then::Question(first));
    draft.lead(second, None, Then::Question(second));
    assert_eq!(draft, as_it_was);
    assert!(draft.further_down(third).is_empty());
    // Led where every other answer leads, it has no branch any more.
    draft.lead(first, Some(&Value::Choice(2)), Then::Following);
    assert_eq!(draft.question(first).unwrap().branches.len(), 1);
}

#[test]
fn what_would_lead_back_after_a_move_falls_away_and_is_told() {
    let (mut draft, [first, second, third]) = three();
    draft.lead(first, Some(&Value::Choice(1)), Then::Question(third));
    assert_eq!(draft.move_up(third), 0, "still further down");
    assert_eq!(
        draft.leads(first, Some(&Value::Choice(1))),
        Then::Question(third)
    );
    assert_eq!(draft.move_up(third), 1, "now before it");
    assert_eq!(draft.leads(first, Some(&Value::Choice(1))), Then::Following);
    let order: Vec<Key> = draft.questions.iter().map(|it| it.key).collect();
    assert_eq!(order, [third, first, second]);
    // At the ends of the list there is nowhere to go.
    assert_eq!((draft.move_up(third), draft.move_down(second)), (0, 0));
    assert_eq!(
        draft.questions.iter().map(|it| it.key).collect::<Vec<_>>(),
        order
    );
}

#[test]
fn what_led_to_a_question_that_is_taken_out_falls_away() {
    let (mut draft, [first, second, third]) = three();
    draft.lead(first, None, Then::Question(third));
    draft.lead(second, None, Then::Question(third));
    assert_eq!(draft.remove(third), 2);
    assert_eq!(draft.leads(first, None), Then::Following);
    assert_eq!(draft.questions.len(), 2);
    // A key is never given twice.
    assert_ne!(draft.add("Else?".into(), AnswerKind::Words), third);
}

#[test]
fn a_branch_goes_with_its_choices_words() {
    let (mut draft, [first, ..]) = three();
    draft.lead(first, Some(&Value::Choice(1)), Then::End);
    draft.lead(first, Some(&Value::Choice(2)), Then::End);
    let now = AnswerKind::Choice(vec!["Damp".into(), "Noise".into(), "Lift".into()]);
    assert_eq!(
        draft.change(first, "And now?".into(), now),
        1,
        "rent is gone"
    );
    assert_eq!(draft.leads(first, Some(&Value::Choice(0))), Then::End);
    assert_eq!(draft.leads(first, Some(&Value::Choice(1))), Then::Following);
    assert_eq!(draft.change(first, "And now?".into(), AnswerKind::YesNo), 1);
}

#[test]
fn what_is_not_right_yet_is_named() {
    let mut draft = ScriptDraft::empty("Lifts".into());
    assert_eq!(draft.flaws(), [Flaw::NoQuestions]);
    let some = |choices: &[&str]| {
        AnswerKind::Choices(choices.iter().map(|it| (*it).to_string()).collect())
    };
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    for (words, answers, flaw) in [
        (
            "  ",
            AnswerKind::Words,
            Some(Flaw::NoWords as fn(Key) -> Flaw),
        ),
        ("Which?", some(&["Lift"]), Some(Flaw::Choices)),
        ("Which?", AnswerKind::Choice(many), Some(Flaw::Choices)),
        ("Which?", some(&["Lift", " "]), Some(Flaw::EmptyChoice)),
        ("Which?", some(&["Lift", "lift "]), Some(Flaw::SameChoice)),
        (
            "How often?",
            AnswerKind::Scale("Never".into(), String::new()),
            Some(Flaw::EmptyChoice),
        ),
        ("How many?", AnswerKind::Number, None),
    ] {
        draft.questions.clear();
        let key = draft.add(words.into(), answers);
        draft.add("In your words?".into(), AnswerKind::Words);
        let expected: Vec<Flaw> = flaw.map(|flaw| flaw(key)).into_iter().collect();
        assert_eq!(draft.flaws(), expected, "{words}");
    }
    let (mut draft, [first, second, _]) = three();
    draft.lead(first, None, Then::End);
    assert!(draft.flaws().contains(&Flaw::NeverReached(second)));
    for _ in 0..MOST_QUESTIONS {
        draft.add("More?".into(), AnswerKind::Words);
    }
    assert!(draft.flaws().contains(&Flaw::TooMany));
}

#[test]
fn must_not_5_no_set_of_issues_is_fixed_residents_can_raise_what_is_not_on_the_list() {
    let offered = AnswerKind::Choices(vec!["Lift".into(), "Damp".into()]);
    let mut draft = ScriptDraft::empty("Lifts".into());
    // Their own words come too early: who has none yet is not asked again.
    draft.add("What is it like here?".into(), AnswerKind::Words);
    let asks = draft.add("What presses on you?".into(), offered.clone());
    draft.add("May we come back?".into(), AnswerKind::YesNo);
    assert_eq!(draft.flaws(), [Flaw::NothingOfTheirOwn(asks)]);
    draft.add("What would you change first?".into(), AnswerKind::Words);
    assert_eq!(draft.flaws(), []);
    // A later list is of something else.
    draft.add("Which days suit you?".into(), offered);
    assert_eq!(draft.flaws(), []);
    // The script a campaign begins with, without the question for their own words.
    let mut draft = ScriptDraft::of(&conversation::script(&state(&begun())).unwrap());
    assert_eq!(draft.flaws(), []);
    let mut all = draft.questions.iter();
    let own = all.find(|it| it.answers == AnswerKind::Words).unwrap().key;
    let _ = draft.remove(own);
    assert!(matches!(draft.flaws()[..], [Flaw::NothingOfTheirOwn(_)]));
}

#[test]
fn a_question_that_is_not_here_falls_out_of_a_draft_with_what_led_to_it() {
    let mut board = begun();
    let draft = ScriptDraft::of(&conversation::script(&state(&board)).unwrap());
    publish(&mut board, &draft, 2);
    // Of the fourth question, which whoever names no pressure goes on to, nothing is here.
    board[3] = Draft::new(Stream::Board, Fact::Strike {}, Vec::new());
    let draft = ScriptDraft::of(&conversation::script(&state(&board)).unwrap());
    assert_eq!(draft.questions.len(), 4);
    assert!(draft.questions.iter().all(|it| it.branches.is_empty()));
    assert_eq!(draft.flaws(), []);
}

#[test]
fn a_draft_put_away_is_the_same_when_it_is_taken_up() {
    let (mut draft, [first, _, third]) = three();
    draft.lead(first, Some(&Value::Choice(1)), Then::Question(third));
    assert_eq!(ScriptDraft::taken_up(&draft.put_away()), Some(draft));
    assert_eq!(ScriptDraft::taken_up("no draft"), None);
}
