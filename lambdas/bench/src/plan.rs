//! What is measured, and in which order.

use data::{Variant, Workload};

/// The extent of a run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The workloads.
    pub workloads: Vec<Workload>,
    /// Their variants.
    pub variants: Vec<Variant>,
    /// Memory sizes in MB.
    pub memory_mb: Vec<u32>,
    /// Cold starts per repetition, workload, variant and memory size.
    pub cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size.
    pub warm: u32,
    /// Repetitions.
    pub repetitions: u32,
    /// Decides the order of the cells.
    pub seed: u64,
}

/// What is measured in one go: a workload at one memory size, its variants in turn. The speed of
/// a machine drifts within minutes, so variants that are to be compared stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The repetition, from 1.
    pub repetition: u32,
    /// The workload.
    pub workload: Workload,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The variants in the order in which they take turns.
    pub variants: Vec<Variant>,
}

impl Plan {
    /// The cells of a repetition, counted from 1, in an order that the seed decides. Which
    /// variant goes first changes from cell to cell and from repetition to repetition.
    #[must_use]
    pub fn cells(&self, repetition: u32) -> Vec<Cell> {
        let mut cells = Vec::new();
        for &workload in &self.workloads {
            for &memory_mb in &self.memory_mb {
                let mut variants = self.variants_of(workload);
                if (cells.len() + repetition as usize).is_multiple_of(2) {
                    variants.reverse();
                }
                cells.push(Cell {
                    repetition,
                    workload,
                    memory_mb,
                    variants,
                });
            }
        }
        let seed = self.seed.wrapping_add(u64::from(repetition));
        fastrand::Rng::with_seed(seed).shuffle(&mut cells);
        cells
    }

    /// The chosen variants that exist of a workload.
    #[must_use]
    pub fn variants_of(&self, workload: Workload) -> Vec<Variant> {
        let exists = |variant: &Variant| workload.variants().contains(variant);
        self.variants.iter().copied().filter(exists).collect()
    }

    /// How many invocations a repetition has when nothing fails.
    #[must_use]
    pub fn invocations(&self) -> u64 {
        let variants = self
            .workloads
            .iter()
            .map(|&workload| self.variants_of(workload).len());
        let functions = variants.sum::<usize>() * self.memory_mb.len();
        functions as u64 * (u64::from(self.cold) + u64::from(self.warm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(seed: u64) -> Plan {
        Plan {
            workloads: Workload::ALL.to_vec(),
            variants: Variant::ALL.to_vec(),
            memory_mb: vec![128, 256, 512, 1024, 1769],
            cold: 1,
            warm: 2,
            repetitions: 2,
            seed,
        }
    }

    #[test]
    fn a_repetition_measures_every_cell_once() {
        let cells = plan(1).cells(1);
        let count = Workload::ALL.len() * 5;
        assert_eq!(cells.len(), count);
        for cell in &cells {
            let same = |other: &&Cell| {
                (other.workload, other.memory_mb) == (cell.workload, cell.memory_mb)
            };
            assert_eq!(cells.iter().filter(same).count(), 1);
        }
        assert_eq!(
            plan(1).invocations(),
            count as u64 * Variant::ALL.len() as u64 * 3
        );
    }

    #[test]
    fn the_seed_decides_the_order() {
        assert_eq!(plan(1).cells(1), plan(1).cells(1));
        assert_ne!(plan(1).cells(1), plan(2).cells(1));
        assert_ne!(plan(1).cells(1), plan(1).cells(2));
    }

    #[test]
    fn each_variant_goes_first_in_half_of_the_cells() {
        let (first, second) = (plan(1).cells(1), plan(1).cells(2));
        let led_by = |cells: &[Cell], variant| {
            cells
                .iter()
                .filter(|cell| cell.variants[0] == variant)
                .count()
        };
        assert_eq!(
            led_by(&first, Variant::Rust),
            led_by(&first, Variant::Python)
        );
        for cell in &first {
            let again = second
                .iter()
                .find(|other| (other.workload, other.memory_mb) == (cell.workload, cell.memory_mb));
            assert_ne!(again.unwrap().variants, cell.variants);
        }
    }
}
