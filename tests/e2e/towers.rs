//! Towers with floors, as a council lists them: what a phone with much on it is measured with.

use std::fmt::Write;

/// So many of them, alike.
#[derive(Clone, Copy)]
pub struct Towers {
    /// How many.
    pub towers: usize,
    /// Storeys of each.
    pub storeys: usize,
    /// Doors on a landing.
    pub landing: usize,
}

impl Towers {
    /// The doors of one.
    pub const fn each(self) -> usize {
        self.storeys * self.landing
    }

    /// The doors of all.
    pub const fn doors(self) -> usize {
        self.towers * self.each()
    }

    /// The list.
    pub fn list(self) -> String {
        let mut list = String::from("Flat,Floor,Building,Number,Street,Town,Postcode,UPRN\n");
        for n in 0..self.doors() {
            let (tower, door) = (n / self.each(), n % self.each());
            // Writing to a string does not fail.
            let _ = writeln!(
                list,
                "Flat {},{},{},,Main Avenue,Larkton,QZ47 9NR,{}",
                door + 1,
                door / self.landing,
                name(tower),
                900_200_100_001_u64 + n as u64
            );
        }
        list
    }

    /// What they are called.
    pub fn names(self) -> Vec<String> {
        (0..self.towers).map(name).collect()
    }
}

fn name(tower: usize) -> String {
    format!("Tower {}", char::from(b'A' + tower as u8))
}
