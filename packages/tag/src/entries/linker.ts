import { linker } from '../linker/linker.ts';
import { takePart } from '../take-part.ts';

takePart([linker]);
