//! An organiser's device puts a checkpoint in the place of a stream's batches: who joins starts from
//! it, who was away goes on from it, and what it replaced goes.

use stairwell::canvass::checkpoint::Taken;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::Settings;
use stairwell::endpoint::clock::Clock;
use stairwell::endpoint::ledger::checkpoint::LetGo;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::session::Output;
use stairwell::sync::wire::{NewCheckpoint, RefusalCode, SyncAnswer, SyncRequest, encode, path};

use super::camp::{Camp, FIRST};
use super::cluster::wait;
use super::ending::{extend, words};
use super::hand::{Hand, noise, stair};
use super::logged::{logged, of_its_own, served_until};
use super::{backups, database};
use crate::site::{Answer, Desk};

const DAY: i64 = 86_400;

fn note(desk: &mut Desk, stream: Stream) {
    let words = noise(&mut desk.rng);
    let fact = match stream {
        Stream::Board => Fact::Turf { name: words },
        _ => Fact::Note { words },
    };
    desk.record(vec![Draft::new(stream, fact, Vec::new())]);
}

/// An evening: Vera and Olwen write on the first stair and Olwen on the board, batch by batch, and
/// Olwen has all of it.
fn evening(camp: &mut Camp) {
    for _ in 0..3 {
        note(&mut camp.vera, stair(FIRST));
        camp.vera.sync(&camp.site);
        note(&mut camp.olwen, stair(FIRST));
        note(&mut camp.olwen, Stream::Board);
        camp.olwen.sync(&camp.site);
    }
    camp.olwen.sync(&camp.site);
}

fn made(desk: &mut Desk, stream: Stream) -> NewCheckpoint {
    let made = desk
        .session
        .checkpoint_of(stream, &desk.state, &mut desk.rng);
    NewCheckpoint {
        checkpoint: made.unwrap().to_bytes(),
        at_once: false,
    }
}

fn send(camp: &Camp, by: &Desk, new: &NewCheckpoint) -> Answer {
    camp.site
        .post(path::CHECKPOINT, Some(by.token()), &encode(new))
}

/// What a device has of the first stair, in bytes.
fn knows(desk: &Desk) -> Vec<u8> {
    let heads = desk.session.reader().heads_of(stair(FIRST)).unwrap();
    desk.state
        .checkpoint(stair(FIRST), &heads)
        .unwrap()
        .encode()
}

fn taken(outputs: &[Output]) -> Vec<&Taken> {
    let taken = outputs.iter().filter_map(|output| match output {
        Output::Checkpoint(taken) => Some(taken),
        _ => None,
    });
    taken.collect()
}

fn let_go(settings: &Settings, now: i64) -> LetGo {
    wait(async { settings.ledger().await.unwrap().let_go(now).await.unwrap() })
}

/// A camp, and the settings of its endpoint.
fn camp() -> (Camp, Settings) {
    let mut kept = None;
    let camp = Camp::with(|settings| kept = Some(settings.clone()));
    (camp, kept.unwrap())
}

#[test]
fn who_joins_starts_from_the_checkpoint_and_who_was_away_goes_on_from_it() {
    let mut camp = Camp::new();
    note(&mut camp.vera, stair(FIRST));
    camp.vera.sync(&camp.site);
    // Tova has some of it, and something of her own that is not sent.
    camp.tova.sync(&camp.site);
    note(&mut camp.tova, stair(FIRST));
    evening(&mut camp);
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    note(&mut camp.vera, stair(FIRST));
    let held = camp.vera.try_sync(&camp.site);
    let [Taken::Joined(_)] = taken(&held)[..] else {
        panic!("Vera has not pulled what Olwen wrote: {held:?}");
    };
    let away = camp.tova.try_sync(&camp.site);
    assert!(matches!(taken(&away)[..], [Taken::Joined(_)]));
    let link = camp
        .olwen
        .invite(&camp.site, Role::Organiser, Reach::Everything);
    let mut nia = Desk::joined(&camp.site, &link, "Nia", 9);
    let fresh = nia.try_sync(&camp.site);
    assert!(matches!(taken(&fresh)[..], [Taken::Joined(_)]));
    let own = camp.olwen.try_sync(&camp.site);
    let [Taken::Held(back)] = taken(&own)[..] else {
        panic!("Olwen holds all of it: {own:?}");
    };
    assert!(!camp.olwen.state.differs_from(back));
    camp.vera.sync(&camp.site);
    for (who, desk) in [("Vera", &camp.vera), ("Tova", &camp.tova), ("Nia", &nia)] {
        assert_eq!(knows(desk), knows(&camp.olwen), "{who}");
        assert_eq!(desk.session.status().waiting, 0, "{who}");
        assert!(desk.session.status().up_to_date, "{who}");
    }
    // And the board's, on top.
    let new = made(&mut nia, Stream::Board);
    send(&camp, &nia, &new).read::<()>();
    let link = camp
        .olwen
        .invite(&camp.site, Role::Organiser, Reach::Everything);
    let mut huw = Desk::joined(&camp.site, &link, "Huw", 10);
    assert_eq!(taken(&huw.try_sync(&camp.site)).len(), 2);
    nia.sync(&camp.site);
    assert_eq!(huw.state.to_bytes(), nia.state.to_bytes());
}

#[test]
fn nothing_that_it_replaced_is_sent_to_anybody_again() {
    let mut camp = Camp::new();
    evening(&mut camp);
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    let everything = SyncRequest {
        backfill: vec![(stair(FIRST).name(), 0)],
        ..SyncRequest::default()
    };
    let pulled: SyncAnswer = camp.sync(camp.tova.token(), &everything).read();
    let all = pulled.batches.iter().chain(&pulled.backfilled);
    let stairs = all.filter(|bytes| SealedCheckpoint::is_one(bytes));
    assert_eq!(
        stairs.count(),
        1,
        "in the order, and nothing behind the cursor"
    );
    // Three of the board, and the checkpoint.
    assert_eq!((pulled.batches.len(), pulled.backfilled.len()), (4, 0));
    // Who does not read the stair gets none of it.
    let pulled: SyncAnswer = camp.sync(camp.bram.token(), &everything).read();
    assert!(
        !pulled
            .batches
            .iter()
            .any(|bytes| SealedCheckpoint::is_one(bytes))
    );
}

#[test]
fn it_is_taken_of_an_organiser_who_has_seen_everything_and_of_nobody_else() {
    let mut camp = Camp::new();
    evening(&mut camp);
    let good = made(&mut camp.olwen, stair(FIRST));
    camp.vera.sync(&camp.site);
    camp.vera.sync(&camp.site);
    let veras = made(&mut camp.vera, stair(FIRST));
    let refused = |what: &str, code, by: &Desk, new: &NewCheckpoint| {
        camp.refused(what, code, || send(&camp, by, new));
    };
    refused("a volunteer", RefusalCode::NotAllowed, &camp.vera, &veras);
    refused(
        "a volunteer with Olwen's",
        RefusalCode::NotAllowed,
        &camp.vera,
        &good,
    );
    refused(
        "a volunteer's, carried",
        RefusalCode::BadCertificate,
        &camp.olwen,
        &veras,
    );
    let changed = |change: &dyn Fn(&mut SealedCheckpoint)| {
        let mut sealed = SealedCheckpoint::from_bytes(&good.checkpoint).unwrap();
        change(&mut sealed);
        NewCheckpoint {
            checkpoint: sealed.to_bytes(),
            at_once: true,
        }
    };
    let elsewhere = changed(&|sealed| sealed.stream = stair(2).name());
    refused(
        "of another stair",
        RefusalCode::BadSignature,
        &camp.olwen,
        &elsewhere,
    );
    let earlier = changed(&|sealed| sealed.upto.position = 0);
    refused(
        "from elsewhere",
        RefusalCode::BadSignature,
        &camp.olwen,
        &earlier,
    );
    let inner = changed(&|sealed| sealed.stream = Stream::Inner.name());
    refused("of inner", RefusalCode::Malformed, &camp.olwen, &inner);
    let mut cut = good.clone();
    cut.checkpoint.pop();
    refused("cut", RefusalCode::Malformed, &camp.olwen, &cut);
    let batch = Hand::new(camp.olwen.device(), stair(FIRST), 60).write(1);
    let batch = NewCheckpoint {
        checkpoint: batch,
        at_once: false,
    };
    refused("a batch", RefusalCode::Malformed, &camp.olwen, &batch);
}

#[test]
fn one_that_does_not_hold_what_came_meanwhile_is_refused() {
    let mut camp = Camp::new();
    evening(&mut camp);
    // Two organisers at once: one is taken, the other pulls it.
    let link = camp
        .olwen
        .invite(&camp.site, Role::Organiser, Reach::Everything);
    let mut nia = Desk::joined(&camp.site, &link, "Nia", 9);
    nia.sync(&camp.site);
    let (first, second) = (
        made(&mut camp.olwen, stair(FIRST)),
        made(&mut nia, stair(FIRST)),
    );
    send(&camp, &camp.olwen, &first).read::<()>();
    let moved = |what: &str, by: &Desk, new: &NewCheckpoint| {
        camp.refused(what, RefusalCode::CheckpointMoved, || send(&camp, by, new));
    };
    moved("two at once", &nia, &second);
    moved("the same again", &camp.olwen, &first);
    let pulled = nia.try_sync(&camp.site);
    assert!(matches!(taken(&pulled)[..], [Taken::Held(_)]));

    camp.olwen.sync(&camp.site);
    let before = made(&mut camp.olwen, stair(FIRST));
    note(&mut camp.vera, stair(FIRST));
    camp.vera.sync(&camp.site);
    let moved = |what: &str, by: &Desk, new: &NewCheckpoint| {
        camp.refused(what, RefusalCode::CheckpointMoved, || send(&camp, by, new));
    };
    moved("behind in the stair", &camp.olwen, &before);
    camp.olwen.sync(&camp.site);
    let before = made(&mut camp.olwen, stair(FIRST));
    note(&mut nia, Stream::Board);
    nia.sync(&camp.site);
    camp.refused("behind on the board", RefusalCode::CheckpointMoved, || {
        send(&camp, &camp.olwen, &before)
    });
}

#[test]
fn what_was_replaced_goes_after_seven_days_and_every_cursor_still_holds() {
    let (mut camp, settings) = camp();
    evening(&mut camp);
    let before = database::batches(&camp.site.data);
    let stairs: Vec<Vec<u8>> = before.iter().map(|row| row.7.clone()).collect();
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    let now = camp.site.now();
    assert_eq!(let_go(&settings, now + 7 * DAY - 60), LetGo::default());
    let gone = let_go(&settings, now + 7 * DAY + 60);
    // Three of Vera's, three of Olwen's.
    assert_eq!(gone.batches, 6);
    assert_eq!(let_go(&settings, now + 8 * DAY), LetGo::default());
    let after = database::batches(&camp.site.data);
    assert_eq!(after.len(), before.len() + 1, "their places stay");
    let bytes = |rows: &[database::Stored]| rows.iter().map(|row| row.7.len() as u64).sum::<u64>();
    let checkpoint = new.checkpoint.len() as u64;
    assert_eq!(bytes(&after), bytes(&before) + checkpoint - gone.bytes);

    // A cursor of before still leads on; what is offered again is known.
    note(&mut camp.vera, stair(FIRST));
    let outputs = camp.vera.try_sync(&camp.site);
    assert!(!outputs.contains(&Output::StartOver));
    camp.vera.sync(&camp.site);
    let heads = camp.take(&camp.vera, &stairs).heads;
    assert!(!heads.is_empty());
    camp.olwen.sync(&camp.site);
    assert_eq!(knows(&camp.vera), knows(&camp.olwen));

    // A backup of it is whole, and comes back.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    backups::made(&camp.site.data, &file);
    let elsewhere = folder.path().join("elsewhere");
    let (done, said) = backups::run(&elsewhere, &["restore", file.to_str().unwrap()]);
    assert!(done, "{said}");
    assert_eq!(
        database::batches(&elsewhere),
        database::batches(&camp.site.data)
    );
}

#[test]
fn a_replaced_batch_that_is_gone_without_its_checkpoint_is_damage() {
    let (mut camp, settings) = camp();
    evening(&mut camp);
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    let_go(&settings, camp.site.now() + 8 * DAY);
    let folder = tempfile::tempdir().unwrap();
    backups::made(&camp.site.data, &folder.path().join("good"));
    database::empty_batches(&camp.site.data);
    let file = folder.path().join("bad");
    let (done, said) = backups::run(&camp.site.data, &["backup", "--to", file.to_str().unwrap()]);
    assert!(!done && said.contains("damaged"), "{said}");
}

#[test]
fn for_an_erasure_it_goes_at_once() {
    let mut camp = Camp::new();
    evening(&mut camp);
    let mut new = made(&mut camp.olwen, stair(FIRST));
    new.at_once = true;
    send(&camp, &camp.olwen, &new).read::<()>();
    let rows = database::batches(&camp.site.data);
    let gone = rows.iter().filter(|row| row.7.is_empty()).count();
    assert_eq!(gone, 6);
    // Whoever wants a log by name gets what is here, which is none of it.
    let logs = rows
        .iter()
        .filter(|row| row.7.is_empty())
        .map(|row| row.2.clone());
    let want = logs.map(|log| (stairwell::canvass::dot::LogId(log.try_into().unwrap()), 1));
    let request = SyncRequest {
        want: want.collect(),
        ..SyncRequest::default()
    };
    let answer: SyncAnswer = camp.sync(camp.vera.token(), &request).read();
    assert!(answer.held.is_empty());
    assert!(!answer.heads.is_empty());
}

/// The line that says so.
const LET_GO: &str = "what checkpoints had replaced was deleted";

#[test]
fn the_log_says_how_much_of_what_was_replaced_was_deleted_and_nothing_else_of_it() {
    let (mut camp, settings) = camp();
    evening(&mut camp);
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    let now = camp.site.now();
    let gone_by = |now| {
        logged(&settings, async |endpoint| {
            endpoint.let_go(now).await.unwrap()
        })
    };
    let (gone, said) = gone_by(now + 7 * DAY - 60);
    assert_eq!((gone, of_its_own(&said)), (LetGo::default(), vec![]));
    let (gone, said) = gone_by(now + 7 * DAY + 60);
    let [line] = of_its_own(&said)[..] else {
        panic!("one line: {said}");
    };
    let LetGo { batches, bytes } = gone;
    assert!(batches == 6 && bytes > 0, "{gone:?}");
    let told = format!("{LET_GO} batches={batches} bytes={bytes}");
    assert!(line.ends_with(&told), "{line}");
    let (gone, said) = gone_by(now + 8 * DAY);
    assert_eq!((gone, of_its_own(&said)), (LetGo::default(), vec![]));
}

/// Nobody has to tell it to. All of it was played in March, and its seven days are long over by this
/// computer's clock.
#[test]
fn an_endpoint_that_serves_lets_go_of_what_is_due_by_itself() {
    let mut kept = None;
    let mut camp = Camp::with(|settings| {
        settings.clock = Clock::Practice;
        kept = Some(settings.clone());
    });
    let settings = Settings {
        clock: Clock::System,
        ..kept.unwrap()
    };
    let later = chrono::Utc::now().timestamp() + DAY;
    extend(&camp, &camp.olwen, &words(), later).read::<()>();
    evening(&mut camp);
    let new = made(&mut camp.olwen, stair(FIRST));
    send(&camp, &camp.olwen, &new).read::<()>();
    let empty = || {
        let rows = database::batches(&camp.site.data);
        rows.iter().filter(|row| row.7.is_empty()).count()
    };
    assert_eq!(empty(), 0);
    served_until(&settings, LET_GO);
    assert_eq!(empty(), 6);
}
