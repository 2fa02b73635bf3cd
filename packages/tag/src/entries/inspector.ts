import { takePart } from '../take-part.ts';

takePart([]);
