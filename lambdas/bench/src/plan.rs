//! The plan of a run: what is measured, and in which order.

use data::{Run, Start, Variant, Workload};

/// The extent of a run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The workloads.
    pub workloads: Vec<Workload>,
    /// The variants.
    pub variants: Vec<Variant>,
    /// Memory sizes in MB, for each workload those that it [fits into](Workload::fits_into).
    pub memory_mb: Vec<u32>,
    /// Cold starts per repetition, workload, variant and memory size; a slow workload takes part with
    /// [fewer](Workload::share_of).
    pub cold: u32,
    /// Warm invocations per repetition, workload, variant and memory size, or fewer.
    pub warm: u32,
    /// Repetitions.
    pub repetitions: u32,
    /// The seed of the order of the cells.
    pub seed: u64,
}

/// A cell, which is measured in one go: a workload at one memory size, its variants in turn. The speed
/// of a machine drifts within minutes, so variants that are to be compared are measured side by side.
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

/// An invocation of the plan, which becomes a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The repetition, from 1.
    pub repetition: u32,
    /// The workload.
    pub workload: Workload,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The variant.
    pub variant: Variant,
    /// The start that is planned; after a fault, no sandbox is left to be warm.
    pub start: Start,
}

impl Step {
    /// Tells whether another step belongs to the same cell.
    #[must_use]
    pub fn shares_cell_with(&self, other: &Self) -> bool {
        let cell = |step: &Self| (step.repetition, step.workload, step.memory_mb);
        cell(self) == cell(other)
    }
}

impl Plan {
    /// The plan that a run's row holds.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        Self {
            workloads: run.workloads.clone(),
            variants: run.variants.clone(),
            memory_mb: run.memory_mb.clone(),
            cold: run.cold,
            warm: run.warm,
            repetitions: run.repetitions,
            seed: run.seed,
        }
    }

    /// The run's row with this plan in it.
    #[must_use]
    pub fn noted_in(&self, run: Run) -> Run {
        Run {
            seed: self.seed,
            workloads: self.workloads.clone(),
            variants: self.variants.clone(),
            memory_mb: self.memory_mb.clone(),
            repetitions: self.repetitions,
            cold: self.cold,
            warm: self.warm,
            ..run
        }
    }

    /// All invocations in order: the position of a step is the number of rows before its own.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        (1..=self.repetitions)
            .flat_map(|repetition| self.cells(repetition))
            .flat_map(|cell| self.steps_of(&cell))
    }

    /// The cells of a repetition, counted from 1, in an order that the seed decides. The
    /// variants' order moves on by one from memory size to memory size and from repetition to
    /// repetition, so that each goes first equally often.
    #[must_use]
    pub fn cells(&self, repetition: u32) -> Vec<Cell> {
        let mut cells = Vec::new();
        for &workload in &self.workloads {
            for (index, memory_mb) in self.sizes_of(workload).enumerate() {
                let mut variants = self.variants_of(workload);
                if variants.is_empty() {
                    continue;
                }
                let first = (index + repetition as usize) % variants.len();
                variants.rotate_left(first);
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

    /// The cold starts of a cell, then its warm invocations, the variants taking turns.
    fn steps_of(&self, cell: &Cell) -> Vec<Step> {
        let mut steps = Vec::new();
        for (start, count) in self.counts_of(cell.workload) {
            for _ in 0..count {
                steps.extend(cell.variants.iter().map(|&variant| Step {
                    repetition: cell.repetition,
                    workload: cell.workload,
                    memory_mb: cell.memory_mb,
                    variant,
                    start,
                }));
            }
        }
        steps
    }

    /// The chosen variants that exist of a workload.
    #[must_use]
    pub fn variants_of(&self, workload: Workload) -> Vec<Variant> {
        let exists = |variant: &Variant| workload.variants().contains(variant);
        self.variants.iter().copied().filter(exists).collect()
    }

    /// The chosen memory sizes, in MB, that a workload fits into.
    pub fn sizes_of(&self, workload: Workload) -> impl Iterator<Item = u32> {
        let sizes = self.memory_mb.iter().copied();
        sizes.filter(move |&memory_mb| workload.fits_into(memory_mb))
    }

    /// The number of cold and of warm starts of a workload's function, per repetition and memory size.
    #[must_use]
    pub const fn counts_of(&self, workload: Workload) -> [(Start, u32); 2] {
        [
            (Start::Cold, workload.share_of(self.cold)),
            (Start::Warm, workload.share_of(self.warm)),
        ]
    }

    /// The workloads and variants of the plan, each pair that exists and fits into a memory size.
    pub fn functions(&self) -> impl Iterator<Item = (Workload, Variant)> {
        let workloads = self.workloads.iter().copied();
        let fitting = workloads.filter(|&workload| self.sizes_of(workload).next().is_some());
        fitting.flat_map(|workload| {
            let variants = self.variants_of(workload).into_iter();
            variants.map(move |variant| (workload, variant))
        })
    }

    /// The number of invocations, and of rows.
    #[must_use]
    pub fn invocations(&self) -> u64 {
        let of_function = |(workload, _)| {
            let counts = self.counts_of(workload).map(|(_, count)| u64::from(count));
            self.sizes_of(workload).count() as u64 * counts.iter().sum::<u64>()
        };
        self.functions().map(of_function).sum::<u64>() * u64::from(self.repetitions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

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
    fn a_repetition_measures_every_function_at_every_size() {
        let plan = Plan {
            workloads: Workload::compared().collect(),
            ..plan(1)
        };
        let steps: Vec<Step> = plan.steps().collect();
        assert_eq!(steps.len() as u64, plan.invocations());
        let mut counts = BTreeMap::new();
        for step in &steps {
            let function = (step.workload, step.variant, step.memory_mb);
            let start = (step.repetition, step.start);
            *counts.entry((function, start)).or_insert(0) += 1;
        }
        let functions = Workload::compared().map(|each| each.variants().len());
        assert_eq!(counts.len(), functions.sum::<usize>() * 5 * 2 * 2);
        for ((_, (_, start)), count) in counts {
            assert_eq!(count, if start == Start::Cold { 1 } else { 2 });
        }
    }

    #[test]
    fn what_takes_seconds_is_called_less_often_and_only_where_it_fits() {
        let plan = Plan {
            workloads: vec![Workload::Hello, Workload::Sort],
            cold: 20,
            warm: 30,
            ..plan(1)
        };
        let steps: Vec<Step> = plan.steps().collect();
        assert_eq!(steps.len() as u64, plan.invocations());
        let sort = steps.iter().filter(|step| step.workload == Workload::Sort);
        let sizes: Vec<u32> = sort.map(|step| step.memory_mb).collect();
        assert!(sizes.iter().all(|&size| size >= 1024));
        assert_eq!(sizes.len(), 2 * 2 * 2 * (1 + 2));
        let small = Plan {
            memory_mb: vec![512],
            ..plan
        };
        assert!(
            small
                .functions()
                .all(|(workload, _)| workload == Workload::Hello)
        );
    }

    #[test]
    fn the_seed_decides_the_order() {
        assert_eq!(plan(1).cells(1), plan(1).cells(1));
        assert_ne!(plan(1).cells(1), plan(2).cells(1));
        assert_ne!(plan(1).cells(1), plan(1).cells(2));
    }

    #[test]
    fn variants_take_turns_cold_before_warm() {
        let plan = Plan {
            workloads: vec![Workload::Record],
            memory_mb: vec![512],
            repetitions: 1,
            ..plan(1)
        };
        let steps: Vec<Step> = plan.steps().collect();
        let order = &plan.cells(1)[0].variants;
        assert_eq!(order.len(), Workload::Record.variants().len());
        for (step, variant) in steps.iter().zip(order.iter().cycle()) {
            assert_eq!(step.variant, *variant);
        }
        let cold = steps.iter().map(|step| step.start == Start::Cold);
        assert!(cold.is_sorted_by(|first, second| first >= second));
    }

    /// Over as many repetitions as there are variants, in every cell; and over the sizes of one
    /// repetition as far as their number allows.
    #[test]
    fn each_variant_goes_first_equally_often() {
        for workload in Workload::compared() {
            let variants = workload.variants().len();
            let plan = Plan {
                workloads: vec![workload],
                ..plan(1)
            };
            let leads = |cells: Vec<Cell>| {
                let mut leads = BTreeMap::new();
                for cell in cells {
                    *leads.entry(cell.variants[0]).or_insert(0) += 1;
                }
                leads
            };
            let repetitions = 1..=u32::try_from(variants).unwrap();
            let all = leads(repetitions.flat_map(|number| plan.cells(number)).collect());
            assert_eq!(all.len(), variants);
            assert!(all.values().all(|&count| count == 5), "{all:?}");
            let one = leads(plan.cells(1));
            let (fewest, most) = (one.values().min(), one.values().max());
            assert!(most.unwrap() - fewest.unwrap() <= 1, "{one:?}");
        }
    }
}
