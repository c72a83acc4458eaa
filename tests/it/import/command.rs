//! `stairwell import` as a person or a program calls it.

use std::process::{Command, Output};

use serde_json::Value;

pub fn import(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stairwell"))
        .arg("import")
        .args(arguments)
        .output()
        .unwrap()
}

fn list() -> String {
    format!(
        "{}/tests/it/lists/alderbrook.csv",
        env!("CARGO_MANIFEST_DIR")
    )
}

#[test]
fn json_has_exactly_the_agreed_keys() {
    let output = import(&["--plan", &list(), "--json"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let order = [
        "rows",
        "doors",
        "duplicates",
        "not_doors",
        "problems",
        "blocks",
        "left_out",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|key| text.find(&format!("\"{key}\":")).unwrap())
        .collect();
    assert!(json.as_object().unwrap().len() == order.len() && places[..6].is_sorted());
    let count = |key: &str| json[key].as_u64().unwrap();
    assert_eq!(
        count("rows"),
        count("doors") + count("duplicates") + count("not_doors") + count("problems")
    );
    assert_eq!(count("rows"), 108);
    let blocks = json["blocks"].as_array().unwrap();
    let flats = blocks
        .iter()
        .find(|block| block["name"] == "2 Robin Way")
        .unwrap();
    let expected = serde_json::json!({"name": "2 Robin Way", "kind": "building", "stairs": [
        {"name": "Whole building", "doors": ["Flat 1", "Flat 2", "Flat 3", "Flat 4", "Flat 5", "Flat 6"]},
    ]});
    assert_eq!(flats, &expected);
    let street = blocks
        .iter()
        .find(|block| block["name"] == "Pen-y-Bryn")
        .unwrap();
    assert_eq!(street["kind"], "street");
    assert_eq!(street["stairs"][0]["name"], "Odd side");
    let left = &json["left_out"][0];
    assert_eq!(left["row"], 3);
    assert_eq!(left["text"], "OTHER ELECTORS, ALDERBROOK SURGERY, LARKTON");
    assert!(left["reason"].as_str().unwrap().contains("electors"));
}

#[test]
fn a_person_reads_what_was_left_out() {
    let output = import(&["--plan", &list()]);
    let text = String::from_utf8(output.stdout).unwrap();
    for line in [
        "Alderbrook Road (21 doors)",
        "  Entrance not given: Flat 1, Flat 12, Flat 24",
        "108 rows in the list.",
        "104 doors.",
        "Left out because nothing needs them: Polling Station, Polling Station Postcode.",
    ] {
        assert!(
            text.lines().any(|printed| printed == line),
            "{line} not in {text}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_said_on_stderr_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_string()
    };
    let large = file("large.csv", b"");
    // Sparse: 300 MB by name, nothing on the disk.
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .open(&large)
        .unwrap();
    opened.set_len(300 * 1024 * 1024).unwrap();
    let cases = [
        (file("empty.csv", b""), "empty"),
        (
            file(
                "list.xlsx",
                b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml",
            ),
            "xlsx",
        ),
        (file("picture.csv", b"\x89PNG\r\n\x1a\n"), "picture"),
        (
            file("people.csv", b"Name,Phone\nNemo,07700900001\n"),
            "Name, Phone",
        ),
        (large, "50 MB"),
        ("no such file.csv".to_string(), "no such file.csv"),
    ];
    for (path, word) in cases {
        let output = import(&["--plan", &path, "--json"]);
        assert!(!output.status.success(), "{path}");
        assert!(output.stdout.is_empty(), "{path}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains(word) && said.lines().count() == 1,
            "{path}: {said}"
        );
    }
}
