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

#[test]
fn an_example_is_joined_again_and_again_and_its_morning_shows_last_night() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (site, [volunteer, organiser]) = served(&data);
    let tonight = Tonight::in_utc(site.now());
    for (n, name) in [(1, "Siân"), (2, "Tomos")] {
        let mut phone = Desk::joined(&site, &volunteer, name, n);
        assert_eq!(phone.device().role(), Role::Volunteer);
        // Every page of it says that it is for practice.
        assert!(phone.device().practice());
        phone.sync(&site);
        let about = AboutUs::read(&phone.state);
        assert_eq!(about.group, t!("cli.example_group"));
        let turfs = phone.device().turfs.clone();
        let walks = walks(&phone.state, &turfs, tonight);
        let doors: Vec<_> = walks.iter().map(|walk| walk.progress()).collect();
        assert_eq!(walks.len(), 2, "{doors:?}");
        assert!(doors.iter().all(|progress| progress.left > 5), "{doors:?}");
        // On one of them somebody has been.
        let mut knocked = walks.iter().flat_map(|walk| &walk.stops);
        assert!(knocked.any(|stop| stop.last.is_some()));
    }
    for (n, name) in [(3, "Rhian"), (4, "Gwen")] {
        let mut laptop = Desk::joined(&site, &organiser, name, n);
        assert_eq!(laptop.device().role(), Role::Organiser);
        laptop.sync(&site);
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
        // All of it happened last night: before today, by no more than a day and a night.
        let knocks = report.stairs.iter().flat_map(|stair| &stair.doors);
        for knock in knocks.flat_map(|row| estate::knocks(&laptop.state, row.door.id)) {
            let ago = site.now() - knock.at;
            assert!((10 * 3_600..40 * 3_600).contains(&ago), "{ago} seconds ago");
        }
    }

    // The same links, where it is there.
    drop(site);
    let (site, again) = served(&data);
    assert_eq!(
        [&volunteer, &organiser].map(|l| code(l)),
        again.each_ref().map(|l| code(l))
    );
    // The host's own code starts a campaign of one's own beside it.
    let mut own = Desk::founded(&site, 5);
    own.sync(&site);
    assert!(!own.device().practice());

    // Where an organiser took the volunteer's link off, another example is made.
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
