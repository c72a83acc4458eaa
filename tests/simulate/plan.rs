//! What may happen in a history. What the protocol says that it cannot heal is kept out here, by
//! name, and nowhere by a looser check.

use crate::luck::Luck;

/// Ten years, in seconds.
pub const TEN_YEARS: i64 = 10 * 365 * 86_400;

/// What may happen.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Devices of the campaign when the evening begins, the organiser's among them.
    pub devices: usize,
    pub stairs: usize,
    /// Steps of the evening.
    pub steps: usize,
    /// The endpoint is brought back from a backup.
    pub restores: bool,
    /// A device is taken off.
    pub revokes: bool,
    /// Stairs are given and taken.
    pub recuts: bool,
    /// Epochs begin.
    pub epochs: bool,
    /// A phone is copied, and both go on.
    pub copies: bool,
    /// A phone is put back to what it was earlier.
    pub puts_back: bool,
    /// A phone falls into the river.
    pub drowns: bool,
    /// A browser empties its database.
    pub empties: bool,
    /// Phones' disks are full at times.
    pub full_phones: bool,
    /// The endpoint dies and starts again.
    pub endpoint_dies: bool,
    /// The endpoint's disk is full at times.
    pub endpoint_full: bool,
    /// Clocks are set on the way.
    pub clocks_jump: bool,
    /// A second tab is opened.
    pub tabs: bool,
    /// The browser has locks, by which one tab sends for all.
    pub locks: bool,
    /// Somebody joins late.
    pub joins: bool,
    /// An organiser who joins in the morning sees the same.
    pub newcomer: bool,
    /// Organisers' devices make checkpoints.
    pub checkpoints: bool,
    /// The endpoint lets go of what they replaced.
    pub lets_go: bool,
    /// Phones are opened anew in the morning, once the faults have stopped.
    pub reopens: bool,
}

impl Plan {
    /// A plan of this seed's.
    pub fn draw(luck: &mut Luck) -> Plan {
        let devices = [2, 3, 3, 4, 4, 5, 6, 8];
        let mut plan = Plan {
            devices: luck.of(&devices).unwrap_or(2),
            stairs: 1 + luck.below(3),
            steps: 80 + luck.below(320),
            restores: luck.one_in(6),
            revokes: luck.one_in(4),
            recuts: luck.one_in(3),
            epochs: luck.one_in(4),
            copies: luck.one_in(4),
            puts_back: luck.one_in(8),
            drowns: luck.one_in(12),
            empties: luck.one_in(10),
            full_phones: luck.one_in(5),
            endpoint_dies: luck.one_in(5),
            endpoint_full: luck.one_in(10),
            clocks_jump: luck.one_in(6),
            tabs: luck.one_in(5),
            locks: luck.one_in(2),
            joins: luck.one_in(5),
            newcomer: luck.one_in(3),
            reopens: luck.one_in(2),
            checkpoints: luck.one_in(2),
            lets_go: luck.one_in(2),
        };
        plan.keep_out();
        plan
    }

    /// What the product says that it cannot heal, and does not promise.
    fn keep_out(&mut self) {
        if self.restores {
            // "Only what was on a phone that is itself gone since is lost" (docs/hosting.md):
            // emptied, drowned or put back. What a copy holds under the same numbers may be taken
            // first by an endpoint that has forgotten them. Who is taken off, and who joins when:
            // `World::may_take_off` and `World::may_join`.
            self.empties = false;
            self.drowns = false;
            self.puts_back = false;
            self.copies = false;
            // No page gives stairs to who is on already, so none gives them again.
            self.recuts = false;
        }
        if self.copies || self.puts_back {
            // "Where a checkpoint has replaced what stands there …" (docs/protocol.md, "Clash").
            self.lets_go = false;
        }
        if self.copies {
            // "Of three copies with the same unsent events …" (docs/protocol.md, "Clash").
            self.puts_back = false;
        }
    }

    /// Whether the endpoint is to be one of this history's own.
    pub fn own_endpoint(&self) -> bool {
        self.restores || self.endpoint_dies || self.endpoint_full
    }

    /// How far a phone's clock is off, in seconds.
    pub fn skew(luck: &mut Luck) -> i64 {
        match luck.weighed(&[10, 3, 3, 2]) {
            1 => TEN_YEARS + luck.between(-20, 20),
            2 => -TEN_YEARS + luck.between(-20, 20),
            3 => luck.between(-90_000, 90_000),
            _ => luck.between(-20, 20),
        }
    }
}
