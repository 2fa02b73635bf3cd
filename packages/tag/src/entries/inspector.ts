import { inspector } from '../inspector/inspector.ts';
import { takePart } from '../take-part.ts';

takePart([inspector]);
