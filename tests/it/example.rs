//! The living example: made once with the data, joined again and again, and only where asked for.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use stairwell::canvass::about::AboutUs;
use stairwell::canvass::estate;
use stairwell::canvass::walk::{Tonight, walks};
use stairwell::organise::phones;
use stairwell::organise::report::Report;
use stairwell::sync::certificate::Role;
use stairwell::sync::wire::{Members, Revoke, Revoked, path};
use stairwell::t;

use crate::night::run;
use crate::site::{Desk, PROGRAM, Site};

/// The links of an endpoint with an example in it, and the endpoint.
fn served(data: &Path) -> (Site, [String; 2]) {
    let site = Site::program_with(data, &["--example"]);
    let example = site.example.clone().unwrap();
    let link = |whose: &str| example[whose].as_str().unwrap().to_string();
    let links = [link("volunteer"), link("organiser")];
    assert!(links.iter().all(|link| link.contains("/join#")));
    (site, links)
}

/// A link's code, without where it leads.
fn code(link: &str) -> &str {
    link.rsplit_once('#').unwrap().1
}

/// A volunteer tonight: two stairs, on one of which somebody has been.
fn sees_tonight(site: &Site, volunteer: &str, name: &str, seed: u64) {
    // At eight, whatever time it is now: where nobody was in last night, nobody goes before that.
    let until_eight = (20 * 3_600 - site.now()).rem_euclid(86_400);
    let tonight = Tonight::in_utc(site.now() + until_eight);
    let mut phone = Desk::joined(site, volunteer, name, seed);
    assert_eq!(phone.device().role(), Role::Volunteer);
    // Every page of it says that it is for practice.
    assert!(phone.device().practice());
    phone.sync(site);
    let about = AboutUs::read(&phone.state);
    assert_eq!(about.group, t!("cli.example_group"));
    let turfs = phone.device().turfs.clone();
    let walks = walks(&phone.state, &turfs, tonight);
    let doors: Vec<_> = walks.iter().map(|walk| walk.progress()).collect();
    assert_eq!(walks.len(), 2, "{doors:?}");
    assert!(doors.iter().all(|progress| progress.left > 5), "{doors:?}");
    let mut knocked = walks.iter().flat_map(|walk| &walk.stops);
    assert!(knocked.any(|stop| stop.last.is_some()));
}

/// An organiser the morning after: what came of last night, and nothing older.
fn sees_last_night(site: &Site, organiser: &str, name: &str, seed: u64) {
    let tonight = Tonight::in_utc(site.now());
    let mut laptop = Desk::joined(site, organiser, name, seed);
    assert_eq!(laptop.device().role(), Role::Organiser);
    laptop.sync(site);
    let token = laptop.token().clone();
    let members: Members = site.ask(path::MEMBERS, Some(&token), &());
    let report = Report::read(&laptop.state, &phones::known(&members), tonight);
    let figures = (report.doors(), report.tried(), report.reached());
    assert!(report.doors() > 200 && report.tried() > 100, "{figures:?}");
    assert!(report.tried() < report.doors(), "{figures:?}");
    assert!(report.reached() > 30, "{figures:?}");
    assert!(!report.disagreements.is_empty());
    assert!(!report.notes.is_empty() && !report.promises.is_empty());
    assert!(report.phones.iter().filter(|phone| phone.is_in).count() >= 3);
    // Before today, by no more than a day and a night.
    let knocks = report.stairs.iter().flat_map(|stair| &stair.doors);
    for knock in knocks.flat_map(|row| estate::knocks(&laptop.state, row.door.id)) {
        let ago = site.now() - knock.at;
        assert!((10 * 3_600..40 * 3_600).contains(&ago), "{ago} seconds ago");
    }
}

#[test]
fn an_example_is_joined_again_and_again_and_its_morning_shows_last_night() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (site, links) = served(&data);
    let [volunteer, organiser] = &links;
    for (seed, name) in [(1, "Siân"), (2, "Tomos")] {
        sees_tonight(&site, volunteer, name, seed);
    }
    for (seed, name) in [(3, "Rhian"), (4, "Gwen")] {
        sees_last_night(&site, organiser, name, seed);
    }
    // The same links, where it is there.
    drop(site);
    let (site, again) = served(&data);
    assert_eq!(
        links.each_ref().map(|l| code(l)),
        again.each_ref().map(|l| code(l))
    );
    // The host's own code starts a campaign of one's own beside it.
    let mut own = Desk::founded(&site, 5);
    own.sync(&site);
    assert!(!own.device().practice());
}

#[test]
fn where_an_organiser_took_a_link_of_the_example_off_another_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (site, [volunteer, organiser]) = served(&data);
    let phone = Desk::joined(&site, &volunteer, "Siân", 6);
    let laptop = Desk::joined(&site, &organiser, "Mair", 7);
    let line = &phone.device().line;
    let revoke = Revoke {
        certificate: line[line.len() - 2].id(),
    };
    let _: Revoked = site.ask(path::REVOKE, Some(laptop.token()), &revoke);
    drop(site);
    let (site, anew) = served(&data);
    assert!(
        anew.iter()
            .all(|link| ![code(&volunteer), code(&organiser)].contains(&code(link)))
    );
    Desk::joined(&site, &anew[0], "Siân", 8).sync(&site);
    let data = data.display().to_string();
    let (ok, said) = run(&["host", "status", "--data", &data]);
    assert!(ok && said.contains("example: 2 campaigns"), "{said}");
    // Whatever strangers do with its links, it is within a quota of its own.
    let quota = ["of 2000 devices", "of 20.0 MB", "of 20000 events"];
    assert!(quota.iter().all(|most| said.contains(most)), "{said}");
}

/// What is started with a code that strangers' campaigns are started with is no host's.
#[test]
fn the_example_s_code_is_never_announced_as_the_host_s() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (site, _) = served(&data);
    drop(site);
    let folder = data.display().to_string();
    let (ok, said) = run(&["start-code", "revoke", "first", "--data", &folder]);
    assert!(ok, "{said}");
    let said = announced(&data, &["--example"]);
    assert!(said["example"]["volunteer"].is_string(), "{said}");
    assert!(said["start_code"].is_null(), "{said}");
}

/// What the program says once it listens; it is ended again.
fn announced(data: &Path, more: &[&str]) -> serde_json::Value {
    let mut process = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
        .arg(data)
        .args(more)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut said = BufReader::new(process.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    serde_json::from_str(&line).unwrap()
}

#[test]
fn without_being_asked_for_no_example_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(folder.path());
    assert_eq!(site.example, None);
    assert!(!folder.path().join("example.json").exists());
    let data = folder.path().display().to_string();
    let (ok, said) = run(&["host", "status", "--data", &data]);
    assert!(ok && !said.contains("example"), "{said}");
}

/// What a person reads who has just started it.
#[test]
fn the_links_are_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--example", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let said: Vec<String> = lines.by_ref().take(4).map(Result::unwrap).collect();
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(
        said[1].starts_with("The example") && said[1].contains("/join#"),
        "{said:?}"
    );
    assert!(
        said[2].contains("organiser") && said[2].contains("/join#"),
        "{said:?}"
    );
}
