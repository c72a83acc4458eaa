//! What `stairwell merge` takes out as files, and when it does not.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use stairwell::canvass::draft::{Draft, knock};
use stairwell::canvass::fact::{BlockKind, Fact, Outcome, Source, StairKind, Value};
use stairwell::canvass::id::{BlockId, DoorId, Facet, HouseholdId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::organise::export::{Export, taken_out};
use stairwell::organise::lock::Locked;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::inner::seal_event;
use stairwell::sync::wire::path;
use stairwell::t;

use crate::night::run;
use crate::site::{Desk, Site};

/// A stair of some doors, in the state of the desk.
fn stair(desk: &mut Desk, doors: u32) -> (Stream, Vec<DoorId>) {
    let block = Fact::Block {
        name: "Cedar House".into(),
        kind: BlockKind::Building,
    };
    let block = BlockId(desk.record(vec![Draft::new(Stream::Board, block, vec![])])[0]);
    let stair = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let stair = Draft::new(Stream::Board, stair, vec![block.into()]);
    let stream = Stream::Stair(StairId(desk.record(vec![stair])[0]));
    let door = |order| {
        let fact = Fact::Door {
            label: format!("Flat {}", order + 1),
            floor: Some(0),
            order,
            uprn: None,
        };
        Draft::new(stream, fact, vec![])
    };
    let dots = desk.record((0..doors).map(door).collect());
    (stream, dots.into_iter().map(DoorId).collect())
}

/// How to reach a household, sealed as a phone seals it.
fn leave_contact(desk: &mut Desk, door: DoorId, name: &str, reach: &str) {
    let fact = Fact::Contact {
        name: name.into(),
        reach: reach.into(),
    };
    let about = vec![HouseholdId::FirstOf(door).into()];
    let event = Draft::new(Stream::Inner, fact, about).at(desk.now);
    let device = desk.device().clone();
    let to = device.keyring.inner_public().unwrap();
    let (campaign, person) = (device.campaign, device.person());
    let wrapper = seal_event(campaign, person, &event, to, &mut desk.rng).unwrap();
    let Ok(Some(sealed)) = Fact::read(wrapper.kind, &wrapper.body) else {
        panic!("a wrapper is a fact");
    };
    desk.record(vec![Draft::new(Stream::Inner, sealed, vec![])]);
}

/// An office's computer that merges into a folder.
struct Office<'f> {
    folder: &'f Path,
}

impl Office<'_> {
    fn enrol<'f>(folder: &'f Path, desk: &mut Desk, served: &Site) -> Office<'f> {
        let link = desk.invite(served, Role::Organiser, Reach::Everything);
        let keyring = folder.join("k").display().to_string();
        let arguments = ["enrol", "--invite", &link, "--keyring", &keyring];
        let (ok, said) = run(&[&arguments[..], &["--name", "office"]].concat());
        assert!(ok, "{said}");
        Office { folder }
    }

    fn merge(&self) -> (bool, String) {
        let path = |name: &str| self.folder.join(name).display().to_string();
        run(&["merge", "--keyring", &path("k"), "--out", &path("out")])
    }

    fn file(&self, export: Export) -> String {
        std::fs::read_to_string(self.folder.join("out").join(export.file())).unwrap()
    }
}

/// How often each file was taken out, and whoever did.
fn taken(desk: &mut Desk, served: &Site) -> BTreeMap<String, usize> {
    desk.sync(served);
    let mut files = BTreeMap::new();
    for row in taken_out(&desk.state) {
        assert_eq!(row.by, "office");
        *files.entry(row.file).or_insert(0) += 1;
    }
    files
}

#[test]
fn a_merge_takes_out_every_file_and_each_is_recorded_once_until_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let served = Site::program(&folder.path().join("data"));
    let mut desk = Desk::founded(&served, 4);
    let (stream, doors) = stair(&mut desk, 3);
    leave_contact(&mut desk, doors[0], "=Siân", "+44 7700 900123");
    leave_contact(&mut desk, doors[1], "Mr Rees", "07700 900456");
    for door in [doors[0], doors[1]] {
        let yes = Fact::PlainFact { value: Value::Yes };
        let about = HouseholdId::FirstOf(door).into();
        let about = vec![about, Facet::CONTACT_CONSENT.into()];
        desk.record(vec![Draft::new(stream, yes, about)]);
    }
    let withdrawn = vec![
        HouseholdId::FirstOf(doors[1]).into(),
        Facet::CONTACT_CONSENT.into(),
    ];
    desk.record(vec![Draft::new(
        stream,
        Fact::ConsentWithdrawn {},
        withdrawn,
    )]);
    desk.sync(&served);
    let office = Office::enrol(folder.path(), &mut desk, &served);
    for _ in 0..2 {
        let (ok, said) = office.merge();
        assert!(ok, "{said}");
    }
    let contacts = office.file(Export::Contacts);
    assert_eq!(contacts.lines().count(), 2, "{contacts}");
    assert!(
        contacts.contains(",Flat 1,'=Siân,'+44 7700 900123,yes,Olwen,"),
        "{contacts}"
    );
    assert!(
        office
            .file(Export::Consents)
            .contains(",Flat 2,contact,withdrawn,,Olwen,")
    );
    let once: BTreeMap<String, usize> = Export::ALL
        .iter()
        .map(|export| (export.file().to_string(), 1))
        .collect();
    assert_eq!(taken(&mut desk, &served), once);
    // No file is anybody's but its owner's, nor is the folder.
    let out = std::fs::metadata(folder.path().join("out")).unwrap();
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&out.permissions()) & 0o777,
        0o700
    );
    for file in std::fs::read_dir(folder.path().join("out")).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }

    desk.record(knock(
        stream,
        doors[2],
        HouseholdId::FirstOf(doors[2]),
        Outcome::Spoke,
    ));
    desk.sync(&served);
    let (ok, said) = office.merge();
    assert!(ok, "{said}");
    let again = taken(&mut desk, &served);
    assert_eq!(again["knocks.csv"], 2);
    assert_eq!(again["contacts.csv"], 1);
}

/// What an office reaches the endpoint by: passes everything on, and does something once, before it
/// asks who is on the campaign. Answers its own address.
fn passing_on(to: String, once: impl FnOnce() + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let once = Arc::new(Mutex::new(Some(once)));
    thread::spawn(move || {
        for mut office in listener.incoming().map(Result::unwrap) {
            let (mut endpoint, once) = (TcpStream::connect(&to).unwrap(), once.clone());
            let (mut back, mut answers) =
                (endpoint.try_clone().unwrap(), office.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut back, &mut answers));
            thread::spawn(move || {
                let mut bytes = vec![0; 1 << 20];
                while let Ok(n @ 1..) = office.read(&mut bytes) {
                    let asked = String::from_utf8_lossy(&bytes[..n]).contains(path::MEMBERS);
                    if let Some(once) = asked.then(|| once.lock().unwrap().take()).flatten() {
                        once();
                    }
                    endpoint.write_all(&bytes[..n]).unwrap();
                }
            });
        }
    });
    at.to_string()
}

#[test]
fn what_comes_while_a_merge_records_its_files_is_in_them_or_locks_them() {
    for (source, lines) in [(Source::OwnDoors, Some(2)), (Source::FullRegister, None)] {
        let folder = tempfile::tempdir().unwrap();
        let served = Arc::new(Site::program(&folder.path().join("data")));
        let mut desk = Desk::founded(&served, 4);
        let (stream, doors) = stair(&mut desk, 2);
        desk.sync(&served);
        let link = desk.invite(&served, Role::Organiser, Reach::Everything);
        let meanwhile = {
            let served = served.clone();
            move || {
                let source = Fact::ListSource { source, doors: 2 };
                desk.record(vec![Draft::new(Stream::Board, source, vec![])]);
                let household = HouseholdId::FirstOf(doors[0]);
                desk.record(knock(stream, doors[0], household, Outcome::Spoke));
                desk.sync(&served);
            }
        };
        let proxy = passing_on(served.address().to_string(), meanwhile);
        let link = link.replace(served.address(), &proxy);
        let keyring = folder.path().join("k").display().to_string();
        let arguments = ["enrol", "--invite", &link, "--keyring", &keyring];
        let (ok, said) = run(&arguments);
        assert!(ok, "{said}");
        let office = Office {
            folder: folder.path(),
        };
        let (ok, said) = office.merge();
        assert!(ok, "{said}");
        let file = folder.path().join("out/knocks.csv");
        let written = std::fs::read_to_string(file).ok();
        let written = written.map(|file| file.lines().count());
        assert_eq!(written, lines, "{source:?}: {said}");
        assert_eq!(said.contains(&t!(Locked::Register.key())), lines.is_none());
    }
}

#[test]
fn where_the_full_register_was_loaded_a_merge_writes_no_table_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let served = Site::program(&folder.path().join("data"));
    let mut desk = Desk::founded(&served, 4);
    let (_, doors) = stair(&mut desk, 2);
    leave_contact(&mut desk, doors[0], "Siân", "07700 900123");
    let source = Fact::ListSource {
        source: Source::FullRegister,
        doors: 2,
    };
    desk.record(vec![Draft::new(Stream::Board, source, vec![])]);
    desk.sync(&served);
    let office = Office::enrol(folder.path(), &mut desk, &served);
    let (ok, said) = office.merge();
    assert!(ok && said.contains(&t!(Locked::Register.key())), "{said}");
    let written: Vec<_> = std::fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(written, ["summary.txt"]);
    assert_eq!(taken(&mut desk, &served), BTreeMap::new());
}
