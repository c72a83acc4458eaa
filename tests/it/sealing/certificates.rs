//! Certificates as bytes, what they allow, and until when.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{
    CertificateError, Chain, Checked, Reach, Role, SignedCertificate,
};

use super::*;

fn checked(line: &[SignedCertificate]) -> Result<Checked, CertificateError> {
    let mut chain = Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    chain.check(line[0].campaign(), line.last().unwrap().id())
}

fn stair(n: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([7; 8]),
        seq: n,
    }))
}

#[test]
fn a_certificate_reads_back_and_its_name_is_that_of_what_is_signed() {
    for signed in volunteer_line() {
        let bytes = signed.to_bytes();
        assert_eq!(SignedCertificate::from_bytes(&bytes), Ok(signed.clone()));
        let signed_again = signed_by(signed.certificate.clone(), &[9, 9]);
        assert_eq!(signed_again.id(), signed.id());
    }
}

#[test]
fn a_certificate_with_any_byte_changed_does_not_hold() {
    let line = volunteer_line();
    let (device, above) = line.split_last().unwrap();
    let bytes = device.to_bytes();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        if let Ok(changed) = SignedCertificate::from_bytes(&changed) {
            let line = [above, &[changed]].concat();
            assert!(checked(&line).is_err(), "byte {place}");
        }
    }
    for length in 0..bytes.len() {
        assert_eq!(
            SignedCertificate::from_bytes(&bytes[..length]),
            Err(CertificateError::Malformed)
        );
    }
    assert_eq!(
        SignedCertificate::from_bytes(&[bytes.as_slice(), &[0]].concat()),
        Err(CertificateError::Malformed)
    );
}

#[test]
fn other_bytes_for_the_same_certificate_are_refused() {
    let bytes = root().to_bytes();
    // The last is the practice flag's successor, the count of signatures: 1 as 0x81 0x00.
    let place = bytes.len() - 65 - 1;
    assert_eq!(bytes[place], 1);
    let mut longer = bytes[..place].to_vec();
    longer.extend([0x81, 0x00]);
    longer.extend(&bytes[place + 1..]);
    assert_eq!(
        SignedCertificate::from_bytes(&longer),
        Err(CertificateError::Malformed)
    );
}

#[test]
fn more_signatures_than_keyholders_there_could_be_are_refused() {
    let signers = [1; 17];
    let crowded = signed_by(root_terms(&[1], 1), &signers);
    assert_eq!(
        SignedCertificate::from_bytes(&crowded.to_bytes()),
        Err(CertificateError::Malformed)
    );
}

/// Signatures are no part of the name: whoever sends a bad copy must not undo a good one.
#[test]
fn a_copy_with_bad_signatures_neither_takes_the_place_of_a_good_one_nor_keeps_it_out() {
    let line = volunteer_line();
    for good in &line {
        let bad = signed_by(good.certificate.clone(), &[9, 9]);
        for copies in [[good, &bad, good], [&bad, good, &bad]] {
            let mut chain = Chain::default();
            for other in &line {
                if other.id() != good.id() {
                    chain.insert(other.clone());
                }
            }
            for copy in copies {
                chain.insert(copy.clone());
            }
            let end = line.last().unwrap().id();
            assert_eq!(chain.check(line[0].campaign(), end).err(), None);
        }
    }
}

#[test]
fn a_good_copy_counts_even_where_what_is_above_came_last() {
    let line = volunteer_line();
    let mut chain = Chain::default();
    for good in line.iter().rev() {
        chain.insert(signed_by(good.certificate.clone(), &[9]));
        chain.insert(good.clone());
    }
    let end = line.last().unwrap().id();
    assert_eq!(chain.check(line[0].campaign(), end).err(), None);
}

#[test]
fn who_may_read_and_write_where() {
    let lead = organiser_line();
    let mut terms = terms(&lead[1], 4, Kind::Device, Role::Volunteer);
    terms.reach = Reach::Stairs(vec![stair(1).name()]);
    let volunteer = [lead.clone(), vec![signed_by(terms, &[2])]].concat();
    let code = invite(&lead, 2, 3, Role::Organiser);
    let streams = [Stream::Board, Stream::Inner, stair(1), stair(2)];
    for (name, line, writes, reads) in [
        ("organiser", &lead, [true; 4], [true; 4]),
        (
            "volunteer",
            &volunteer,
            [false, true, true, false],
            [true, false, true, false],
        ),
        ("invite", &code, [false; 4], [false; 4]),
        ("root", &vec![root()], [false; 4], [false; 4]),
    ] {
        let checked = checked(line).unwrap();
        assert_eq!(
            streams.map(|s| checked.may_write(s)),
            writes,
            "{name} writes"
        );
        assert_eq!(streams.map(|s| checked.may_read(s)), reads, "{name} reads");
    }
}

#[test]
fn a_certificate_ends_with_the_first_above_it_but_not_with_its_invite() {
    let lead = organiser_line();
    let mut line = invite(&lead, 2, 3, Role::Volunteer);
    let mut terms = line[2].certificate.clone();
    terms.until = 2_000;
    line[2] = signed_by(terms, &[2, 3]);
    let code = checked(&line).unwrap();
    assert_eq!(code.until, 2_000);
    assert_eq!(code.in_time(1_999), Ok(()));
    assert_eq!(code.in_time(2_000), Err(CertificateError::RunOut));
    let joined = checked(&join(&line, 3, 4)).unwrap();
    assert_eq!(joined.until, UNTIL);

    let mut root = root_terms(&[1], 1);
    root.until = 5_000;
    let root = signed_by(root, &[1]);
    let organiser = signed_by(
        super::terms(&root, 2, Kind::Organiser, Role::Organiser),
        &[1],
    );
    assert_eq!(checked(&[root, organiser]).unwrap().until, 5_000);
}

#[test]
fn merging_learns_the_line_the_person_and_when_the_words_appointed_its_top() {
    let mut line = organiser_line();
    let mut terms = line[1].certificate.clone();
    terms.issued = 1_234;
    line[1] = signed_by(terms, &[1]);
    let line = join(&invite(&line, 2, 3, Role::Volunteer), 3, 4);
    let author = checked(&line).unwrap().author(stair(1));
    assert_eq!(author.line, [line[1].id(), line[2].id()]);
    assert_eq!(author.device, line[3].id());
    assert_eq!(author.appointed, 1_234);
    assert_eq!(author.issued, ISSUED);
    assert_eq!(author.person, person_of(keys(4).sign_public()));
    assert_eq!(author.stream, stair(1));
}

#[test]
fn a_second_device_is_the_same_person() {
    let first = volunteer_line();
    let second = checked(&second_device(&first, 6, 7, 8)).unwrap();
    assert_eq!(
        second.certificate.person,
        checked(&first).unwrap().certificate.person
    );
}
