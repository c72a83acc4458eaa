//! `certificates.json`: chains from seeds.

use serde_json::{Value, json};
use stairwell::sync::certificate::{Chain, Kind, Reach, Role, SignedCertificate};
use stairwell::sync::closing::SignedClosing;
use stairwell::sync::extension::SignedExtension;

use super::{bytes, held, hex, list, text};
use crate::sealing::{
    FOR_SOMEBODY_NEW, invite, join, organiser_line, root_terms, second_device, signed_by, terms,
};

/// What a certificate says, for whoever writes a client to compare with.
fn says(signed: &SignedCertificate) -> Value {
    let certificate = &signed.certificate;
    let kind = match &certificate.kind {
        Kind::Root { keyholders, needed } => json!({
            "root": {
                "keyholders": keyholders
                    .iter()
                    .map(|holder| json!({ "sign": hex(&holder.sign.0), "recover": hex(&holder.recover.0) }))
                    .collect::<Vec<_>>(),
                "needed": needed,
            }
        }),
        Kind::Organiser => json!("organiser"),
        Kind::Invite {
            uses,
            second_device_of,
        } => json!({
            "invite": {
                "uses": uses,
                "second_device_of": second_device_of.map(|person| hex(&person.0)),
            }
        }),
        Kind::Device => json!("device"),
    };
    let reach = match &certificate.reach {
        Reach::Everything => json!("everything"),
        Reach::Stairs(names) => json!(names.iter().map(|name| hex(name)).collect::<Vec<_>>()),
    };
    json!({
        "parent": hex(&certificate.parent.0),
        "campaign": hex(&certificate.campaign.0),
        "sign": hex(&certificate.sign.0),
        "seal": hex(&certificate.seal.0),
        "kind": kind,
        "role": format!("{:?}", certificate.role).to_lowercase(),
        "person": hex(&certificate.person.0),
        "reach": reach,
        "issued": certificate.issued,
        "until": certificate.until,
        "practice": certificate.practice,
    })
}

/// Keys 1 hold the words, 2 are the organiser's, 3 the invite's, 4 the volunteer's; 7 and 8 are
/// the second device's invite and the second device.
fn of_one() -> Vec<SignedCertificate> {
    let mut line = organiser_line();
    let mut invitation = terms(&line[1], 3, FOR_SOMEBODY_NEW, Role::Volunteer);
    invitation.reach = Reach::Stairs(vec![[0x22; 16], [0x33; 16]]);
    line.push(signed_by(invitation, &[2, 3]));
    second_device(&join(&line, 3, 4), 4, 7, 8)
}

/// Keys 1, 5 and 6 hold the words of a practice campaign; two are needed. Keys 9 invite, and
/// keys 10 come as, another organiser.
fn of_three() -> Vec<SignedCertificate> {
    let mut root = root_terms(&[1, 5, 6], 2);
    root.practice = true;
    let root = signed_by(root, &[1, 5, 6]);
    let organiser = terms(&root, 2, Kind::Organiser, Role::Organiser);
    let line = vec![root, signed_by(organiser, &[1, 5])];
    join(&invite(&line, 2, 9, Role::Organiser), 9, 10)
}

#[test]
fn certificates_are_written_read_and_hold_as_in_the_file() {
    let made: Vec<Value> = [of_one(), of_three()]
        .iter()
        .map(|line| {
            let certificates: Vec<Value> = line
                .iter()
                .map(|signed| {
                    json!({
                        "id": hex(&signed.id().0),
                        "says": says(signed),
                        "bytes": hex(&signed.to_bytes()),
                    })
                })
                .collect();
            json!({ "campaign": hex(&line[0].campaign().0), "line": certificates })
        })
        .collect();
    let file = held("certificates.json", &json!({ "chains": made }));
    for vector in list(&file, "chains") {
        let mut chain = Chain::default();
        let mut campaign = None;
        for vector in list(vector, "line") {
            let signed = SignedCertificate::from_bytes(&bytes(vector, "bytes")).unwrap();
            let campaign = *campaign.get_or_insert(signed.campaign());
            let id = chain.insert(signed.clone());
            assert_eq!(hex(&id.0), text(vector, "id"));
            assert_eq!(&says(&signed), &vector["says"]);
            assert_eq!(chain.check(campaign, id).err(), None);
        }
        assert_eq!(hex(&campaign.unwrap().0), text(vector, "campaign"));
    }
}

#[test]
fn a_later_end_is_signed_and_holds_as_in_the_file() {
    let lines = [of_one(), of_three()];
    let until = crate::sealing::UNTIL + 86_400;
    let (first, third) = (crate::sealing::keys(1), crate::sealing::keys(6));
    let signers = [vec![(0, &first)], vec![(0, &first), (2, &third)]];
    let made: Vec<Value> = lines
        .iter()
        .zip(&signers)
        .map(|(line, signers)| {
            let extension = SignedExtension::sign(line[0].campaign(), until, signers);
            json!({
                "campaign": hex(&line[0].campaign().0),
                "until": until,
                "bytes": hex(&extension.to_bytes()),
            })
        })
        .collect();
    let file = held("extensions.json", &json!({ "extensions": made }));
    for (line, vector) in lines.iter().zip(list(&file, "extensions")) {
        let extension = SignedExtension::from_bytes(&bytes(vector, "bytes")).unwrap();
        assert_eq!(hex(&line[0].campaign().0), text(vector, "campaign"));
        assert_eq!(extension.until(&line[0]), Ok(until));
    }
}

#[test]
fn that_a_campaign_was_handed_over_is_signed_and_holds_as_in_the_file() {
    let lines = [of_one(), of_three()];
    let (day, to) = (20_790, "Llwyn Residents");
    let (first, third) = (crate::sealing::keys(1), crate::sealing::keys(6));
    let signers = [vec![(0, &first)], vec![(0, &first), (2, &third)]];
    let made: Vec<Value> = lines
        .iter()
        .zip(&signers)
        .map(|(line, signers)| {
            let closing = SignedClosing::sign(line[0].campaign(), day, to, signers);
            json!({
                "campaign": hex(&line[0].campaign().0),
                "day": day,
                "to": to,
                "bytes": hex(&closing.to_bytes()),
            })
        })
        .collect();
    let file = held("closings.json", &json!({ "closings": made }));
    for (line, vector) in lines.iter().zip(list(&file, "closings")) {
        let closing = SignedClosing::from_bytes(&bytes(vector, "bytes")).unwrap();
        assert_eq!(hex(&line[0].campaign().0), text(vector, "campaign"));
        let closing = closing.of(&line[0]).unwrap();
        assert_eq!((closing.day, closing.to.as_str()), (day, to));
    }
}
